import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "../harness/dom.mjs";
import { evening, HOST, MINUTE } from "../harness/evening.mjs";
import { show } from "../harness/show.mjs";
import { NOW } from "../harness/time.mjs";

const { formatWall } = await load("clock.js");
const { Control } = await load("components/host/control.js");

const control = async (view, part) => {
  const page = await show(Control, {}, { view, me: HOST });
  if (part) await page.press(part);
  return page;
};

describe("the host's line", () => {
  test("opens one part at a time, and closes it again", async () => {
    const page = await control(evening("rooms"), /^Break/);
    await page.press(/^Panel/);
    assert.deepEqual(page.names("heading"), ["Panel"]);
    assert.equal(page.the("button", /^Panel/).getAttribute("aria-expanded"), "true");
    await page.press(/^Panel/);
    assert.deepEqual(page.names("heading"), []);
  });
  test("closes what another host took out", async () => {
    const page = await control(evening("rooms"), /^Break/);
    const { p2: _, ...phases } = evening("rooms").phases;
    await page.change({ view: evening("rooms", { phases }) });
    assert.deepEqual(page.names("heading"), []);
  });
  test("tells from when on, and what was planned where that differs", async () => {
    const { phases } = evening("rooms");
    const late = { ...phases, p2: { ...phases.p2, planned_starts_at: NOW } };
    const page = await control(evening("rooms", { phases: late }));
    const part = page.the("button", /^Break/).textContent;
    assert.ok(part.includes(formatWall(phases.p1.ends_at)) && part.includes(`planned ${formatWall(NOW)}`), part);
    assert.match(page.the("button", /^Panel/).textContent, /1 h/);
  });
  test("is closed with Escape", async () => {
    const page = await control(evening("rooms"), /^Break/);
    await page.key("Escape", {}, page.the("field", "Name"));
    assert.deepEqual(page.names("heading"), []);
  });
});

describe("with one part the host can", () => {
  test("go there, over what lies between, naming the part that is left", async () => {
    const page = await control(evening("rooms"), /^Panel/);
    await page.confirm("Go here now");
    assert.deepEqual(page.sent, [["agenda.advance", { from_phase: "p1", to_phase: "p3" }]]);
    assert.deepEqual(page.names("heading"), [], "and the menu is closed");
  });
  test("go back to one that is over, asked in those words", async () => {
    const page = await control(evening("break"), /^Rooms/);
    await page.press("Go back here");
    assert.ok(page.has("group", "Go back to “Rooms” and run it again?"));
    await page.press("Go back");
    assert.deepEqual(page.sent, [["agenda.advance", { from_phase: "p2", to_phase: "p1" }]]);
  });
  test("not go where it is, nor anywhere before the start", async () => {
    for (const [at, part] of [["rooms", /^Rooms/], ["lobby", /^Break/]]) {
      const page = await control(evening(at), part);
      assert.equal(page.names("button").some((name) => name.startsWith("Go")), false);
    }
  });
  test("change only what was changed", async () => {
    const page = await control(evening("rooms"), /^Break/);
    await page.type("Minutes", "20");
    await page.press("Save");
    await page.press(/^Break/);
    await page.type("Name", " Coffee ");
    await page.choose("At its end", "wait");
    await page.press("Save");
    assert.deepEqual(page.sent, [
      ["agenda.edit_phase", { phase_id: "p2", duration: 20 * MINUTE }],
      ["agenda.edit_phase", { phase_id: "p2", title: "Coffee", at_end: "wait" }],
    ]);
  });
  test("save a name without touching a length that is no round number", async () => {
    const { phases } = evening("rooms");
    const page = await control(evening("rooms", { phases: { ...phases, p2: { ...phases.p2, duration: 20_000 } } }), /^Break/);
    await page.type("Name", "Coffee");
    await page.press("Save");
    assert.deepEqual(page.sent, [["agenda.edit_phase", { phase_id: "p2", title: "Coffee" }]]);
  });
  test("close without a command where nothing was changed", async () => {
    const page = await control(evening("rooms"), /^Break/);
    await page.press("Save");
    assert.deepEqual([page.sent, page.names("heading")], [[], []]);
  });
  test("read why not, with the form still open", async () => {
    const page = await control(evening("rooms"), /^Break/);
    page.answers.push({ ok: false, code: "agenda.phase_done" });
    await page.type("Name", "Coffee");
    await page.press("Save");
    assert.match(page.text, /This part is over\./);
    assert.equal(page.the("field", "Name").value, "Coffee");
  });
  test("take it out, after asking, while it is to come", async () => {
    const page = await control(evening("rooms"), /^Break/);
    await page.confirm("Take it out");
    assert.deepEqual(page.sent, [["agenda.remove_phase", { phase_id: "p2" }]]);
    assert.equal((await control(evening("rooms"), /^Rooms/)).has("button", "Take it out"), false);
  });
  test("not change the length of one that runs, nor what follows the last", async () => {
    assert.deepEqual((await control(evening("rooms"), /^Rooms/)).names("field"), ["Name"]);
    assert.deepEqual((await control(evening("rooms"), /^Panel/)).names("choice"), []);
  });
});

describe("one more part", () => {
  test("has a kind, a name of its kind unless given, minutes and a place; by default last", async () => {
    const page = await control(evening("rooms"), "Add a part");
    await page.press("Add it");
    assert.deepEqual(page.sent, [["agenda.add_phase", { kind: "break", title: "Break", duration: 10 * MINUTE, after: "p3" }]]);
    assert.deepEqual(page.names("heading"), []);
  });
  test("goes where it is put", async () => {
    const page = await control(evening("break"), "Add a part");
    assert.deepEqual([...page.the("choice", /^After/).options].map((each) => each.textContent), ["Break", "Panel"], "not behind what is over");
    await page.choose(/^Kind/, "wrap_up");
    await page.type("Name", "Thanks");
    await page.type("Minutes", "2.5");
    await page.choose(/^After/, "p2");
    await page.press("Add it");
    assert.deepEqual(page.sent, [["agenda.add_phase", { kind: "wrap_up", title: "Thanks", duration: 150_000, after: "p2" }]]);
  });
  test("keeps what was typed when it is refused", async () => {
    const page = await control(evening("rooms"), "Add a part");
    page.answers.push({ ok: false, code: "agenda.too_many_phases" });
    await page.type("Name", "Thanks");
    await page.press("Add it");
    assert.match(page.text, /24 parts already/);
    assert.equal(page.the("field", "Name").value, "Thanks");
  });
  test("is not possible when all is over", async () => assert.equal((await control(evening("over"))).has("button", "Add a part"), false));
});
