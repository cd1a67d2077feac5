import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "../harness/dom.mjs";
import { evening, HOST, MINUTE } from "../harness/evening.mjs";
import { show } from "../harness/show.mjs";
import { NOW } from "../harness/time.mjs";

const { AnnounceBox } = await load("components/host/announce-box.js");
const { Announcements } = await load("components/announcements.js");
const host = (Component, props, view = evening()) => show(Component, props, { view, me: HOST });

describe("telling everybody", () => {
  const box = (view = evening()) => host(AnnounceBox, {}, view);

  test("goes to everybody or to one room, and the field is free again", async () => {
    const page = await box();
    assert.equal(page.the("button", "Send").disabled, true);
    await page.type("Message", " Five more minutes ");
    await page.press("Send");
    assert.equal(page.the("field").value, "");
    await page.type("Message", "Tom comes");
    await page.choose(/^To/, "r2");
    await page.press("Send");
    assert.deepEqual(page.sent, [["rooms.announce", { text: "Five more minutes" }], ["rooms.announce", { text: "Tom comes", room_id: "r2" }]]);
  });
  test("stays in the field when it is refused, and over a reload", async () => {
    const page = await box();
    await page.type("Message", "Five more");
    page.answers.push({ ok: false, code: "session.finished" });
    await page.press("Send");
    assert.match(page.text, /The session is over\./);
    await page.reload();
    assert.equal(page.the("field").value, "Five more");
  });
  test("counts down, and never cuts", async () => {
    const page = await box();
    await page.type("Message", "x".repeat(230));
    assert.match(page.text, /50 characters left/);
    await page.type("Message", "x".repeat(282));
    assert.match(page.text, /2 characters too many/);
    assert.equal(page.the("button", "Send").disabled, true);
  });
});

describe("announcements", () => {
  const announcements = { n1: { text: "Old", at: NOW - 5 * MINUTE }, n2: { text: "New", at: NOW - MINUTE, room_id: "r2" } };
  const shown = (me, props = {}, at = "rooms") => show(Announcements, props, { view: evening(at, { announcements }), me });

  test("stand newest first, earlier ones folded, with where they went and when", async () => {
    const page = await shown(HOST);
    assert.match(page.text, /^New.*To room B · Networks · 1 min ago.*Earlier messages 1.*Old.*From the host · 5 min ago/);
  });
  test("stay until they are dismissed, each for this person", async () => {
    const page = await shown(HOST);
    await page.press("Dismiss: Old");
    assert.deepEqual(page.sent, [["rooms.dismiss", { announcement_id: "n1" }]]);
    assert.doesNotMatch((await shown({ ...HOST, dismissed: { n1: true } })).text, /Old/);
  });
  test("are taken back by the host, whose own dismissals hide none", async () => {
    const page = await shown({ ...HOST, dismissed: { n1: true } }, { host: true });
    await page.press("Take back: Old");
    assert.deepEqual(page.sent, [["rooms.dismiss", { announcement_id: "n1" }]]);
  });
  test("on the projector are one, without a button, and none at the end", async () => {
    const page = await shown(HOST, { still: true });
    assert.deepEqual([/Old/.test(page.text), page.names("button")], [false, []]);
    assert.equal((await shown(HOST, { still: true }, "over")).text, "");
  });
});
