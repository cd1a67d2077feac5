import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "../harness/dom.mjs";
import { evening, HOST, MINUTE } from "../harness/evening.mjs";
import { show } from "../harness/show.mjs";
import { NOW } from "../harness/time.mjs";

const { formatDay } = await load("clock.js");
const { RecordingsPanel } = await load("components/recordings-panel.js");
const recordings = {
  v2: { url: "https://video.example.org/b", room_id: "r2", confidence: "unknown", started_at: NOW },
  v1: { url: "javascript:alert(1)", started_at: NOW - MINUTE, duration: 90 * MINUTE, confidence: "derived" },
};
const panel = (more = {}, at = "over") => show(RecordingsPanel, {}, { view: evening(at, more), me: HOST });

describe("recordings", () => {
  test("stand in order of time, with how sure their times are", async () => {
    const [first, second] = (await panel({ recordings })).names("item");
    assert.ok(first.startsWith(`Plenary ${formatDay(NOW - MINUTE)} · 1 h 30 min · within seconds`));
    assert.ok(second.startsWith("Room B · Networks") && second.includes("no start time yet"));
  });
  test("whose address is not safe are no link", async () => {
    assert.deepEqual((await panel({ recordings })).names("link"), ["https://video.example.org/b"]);
  });
  test("are taken away after asking", async () => {
    const page = await panel({ recordings: { v2: recordings.v2 } });
    await page.confirm("Remove");
    assert.deepEqual(page.sent, [["recordings.remove", { recording_id: "v2" }]]);
  });
});

describe("linking a recording", () => {
  test("is unfolded at the end, where something is recorded or nobody said that nothing is", async () => {
    const unfolded = async (recording_notice, at) => (await panel({ session: { recording_notice } }, at)).the("fold", "Link a recording").open;
    assert.deepEqual([await unfolded(), await unfolded({ recorded: true }), await unfolded({ recorded: false }), await unfolded(undefined, "panel")], [true, true, false, false]);
  });
  test("proposes when its part began, says so, and sends it", async () => {
    const page = await panel({}, "panel");
    assert.match(page.text, /Proposed: when “Panel” began\./);
    await page.type("Address", " https://video.example.org/a ");
    await page.press("Link");
    assert.deepEqual(page.sent, [["recordings.link", { url: "https://video.example.org/a", started_at: NOW - 10 * MINUTE }]]);
  });
  test("of a room proposes the room work", async () => {
    const page = await panel({}, "rooms");
    assert.equal(page.the("field", /^Began/).value, "");
    await page.choose(/^Of/, "r1");
    assert.match(page.text, /Proposed: when “Rooms” began\./);
    await page.type("Address", "https://video.example.org/a");
    await page.press("Link");
    assert.deepEqual(page.sent, [["recordings.link", { url: "https://video.example.org/a", started_at: NOW - 10 * MINUTE, room_id: "r1" }]]);
  });
  test("takes another beginning, and drops the proposal", async () => {
    const page = await panel({}, "panel");
    await page.type("Address", "https://video.example.org/a");
    await page.type(/^Began/, "2026-12-02T17:03:20");
    assert.doesNotMatch(page.text, /Proposed/);
    await page.press("Link");
    assert.equal(page.sent[0][1].started_at, Date.UTC(2026, 11, 2, 17, 3, 20));
    assert.match(page.text, /Proposed/, "and the form is fresh");
  });
  test("can do without a beginning", async () => {
    const page = await panel({}, "panel");
    await page.type("Address", "https://video.example.org/a");
    await page.type(/^Began/, "");
    await page.press("Link");
    assert.deepEqual(page.sent, [["recordings.link", { url: "https://video.example.org/a" }]]);
  });
  test("refuses what is no safe address before anything is sent", async () => {
    const page = await panel({}, "panel");
    await page.type("Address", "http://video.example.org/a");
    await page.press("Link");
    assert.deepEqual(page.sent, []);
    assert.match(page.text, /It must begin with https/);
  });
  test("keeps what was typed when it is refused, and over a reload", async () => {
    const page = await panel({}, "panel");
    page.answers.push({ ok: false, code: "recordings.bad_duration" });
    await page.type("Address", "https://video.example.org/a");
    await page.press("Link");
    await page.reload();
    assert.equal(page.the("field", "Address").value, "https://video.example.org/a");
  });
  test("is open at the end while there is none", async () => {
    assert.deepEqual([(await panel()).the("fold").open, (await panel({ recordings })).the("fold").open, (await panel({}, "panel")).the("fold").open], [true, false, false]);
  });
});
