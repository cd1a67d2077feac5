import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "../harness/dom.mjs";
import { evening, EXPERT, HOST, MINUTE, question } from "../harness/evening.mjs";
import { show } from "../harness/show.mjs";
import { NOW } from "../harness/time.mjs";

const { Notes } = await load("components/notes.js");

describe("notes backstage", () => {
  const notes = { n1: { text: "Two minutes", at: NOW - 2 * MINUTE, author: "the host", author_id: "host" }, n2: { text: "I take it", at: NOW - MINUTE, author: "Dr. Ode", author_id: "e1", question_id: "q2", seen_by: ["the host"] } };
  const shown = (me, at = "panel", more = notes) => show(Notes, {}, { view: evening(at, { questions: { q2: question("B-1", "How?") }, notes: more }), me });

  test("stand newest first, with who, when, and who has seen them", async () => {
    assert.deepEqual((await shown(EXPERT)).names("item"), ["B-1 I take itYou, 1 min ago · seen by the host", "Two minutesthe host, 2 min agoSeen"]);
  });
  test("are acknowledged by who has not seen them, and did not write them", async () => {
    const page = await shown(EXPERT);
    await page.press("Seen: Two minutes");
    assert.deepEqual(page.sent, [["panel.acknowledge_note", { note_id: "n1" }]]);
    assert.equal((await shown(HOST)).names("button").some((name) => name.startsWith("Seen")), false);
  });
  test("are known to be seen by a shared link too", async () => {
    const seen = { n1: { ...notes.n1, author_id: "e2", seen_by: ["the panel"] } };
    assert.equal((await shown({ ...EXPERT, id: "panel", name: undefined }, "panel", seen)).has("button", "Seen: Two minutes"), false);
  });
  test("are sent, and stay in the field when they are refused", async () => {
    const page = await shown(EXPERT);
    await page.type("Note", " Louder ");
    page.answers.push({ ok: false, code: "server.slow_down" });
    await page.press("Send note");
    assert.deepEqual([page.the("field").value, page.sent], [" Louder ", [["panel.note", { text: "Louder" }]]]);
    await page.press("Send note");
    assert.equal(page.the("field").value, "");
  });
  test("are only read at the end", async () => {
    const page = await shown(EXPERT, "over");
    assert.deepEqual([page.names("field"), page.names("button")], [[], []]);
    assert.equal((await shown(EXPERT, "over", {})).text, "");
  });
});
