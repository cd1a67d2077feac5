import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "../harness/dom.mjs";
import { evening, EXPERT, HOST, question } from "../harness/evening.mjs";
import { show } from "../harness/show.mjs";
import { NOW } from "../harness/time.mjs";

const { Promises } = await load("components/panel/promises.js");
const { HostDone } = await load("components/host/host-done.js");
const promised = (number, owner, due_at) => question(number, `Text of ${number}`, { status: "promised", owner, due_at, promised_at: NOW });
const questions = { q1: promised("A-1", "Dr. Eze"), q2: promised("B-1", "Dr. Ode", NOW + 9e8), q3: promised("B-2", "the host", NOW + 8e8) };
const shown = (props = {}, me = HOST, at = "over") => show(Promises, props, { view: evening(at, { questions }), me });
const numbers = (page) => [...page.root.querySelectorAll(".question__number")].map((each) => each.textContent);

describe("promised answers", () => {
  test("stand in the order in which they are due, with who owes them", async () => {
    const page = await shown();
    assert.deepEqual(numbers(page), ["B-2", "B-1", "A-1"]);
    assert.match(page.text, /^Promised answers 3B-2.*by the host, until .*11.*by Dr\. Ode, until .*by Dr\. Eze/);
  });
  test("are parted for an expert: their own, and the others'", async () => {
    assert.deepEqual(numbers(await shown({ mine: true }, EXPERT)), ["B-1"]);
    assert.deepEqual(numbers(await shown({ mine: false }, EXPERT)), ["B-2", "A-1"]);
    assert.equal((await shown({ mine: true }, { ...EXPERT, name: "Dr. Nobody" })).text, "");
  });
  test("are written in place, also after the end", async () => {
    const page = await shown();
    await page.press("Write the answer: B-1");
    await page.type("The answer to B-1", " So it is. ");
    await page.press("Save the answer");
    assert.deepEqual(page.sent, [["panel.write_answer", { question_id: "q2", text: "So it is." }]]);
    assert.equal(page.has("button", "Save the answer"), false);
  });
  test("keep what was written over a reload, and when it is refused", async () => {
    const page = await shown();
    await page.press("Write the answer: B-1");
    await page.type("The answer to B-1", "So it is.");
    page.answers.push({ ok: false, code: "panel.not_promised" });
    await page.press("Save the answer");
    assert.match(page.text, /Nobody has promised a written answer/);
    await page.reload();
    await page.press("Write the answer: B-1");
    assert.equal(page.the("field", "The answer to B-1").value, "So it is.");
  });
  test("get another owner, or no day", async () => {
    const page = await shown();
    await page.press("Change who and when: B-2");
    assert.deepEqual(page.all("field").map((field) => field.value), ["the host", "2026-12-11"]);
    await page.type("Who will answer", "Dr. Ode");
    await page.type("Until", "");
    await page.press("Save");
    assert.deepEqual(page.sent, [["panel.promise", { question_id: "q3", owner: "Dr. Ode" }]]);
  });
});

test("an answer that was noted gets better words, also after the end", async () => {
  const view = evening("over", { questions: { q1: question("A-1", "Why?", { status: "answered", answered_at: NOW, answer: "So." }) } });
  const page = await show(HostDone, {}, { view, me: HOST });
  await page.press("Change the answer to A-1");
  assert.equal(page.the("field").value, "So.");
  await page.type("The answer to A-1", "So it is.");
  await page.press("Save the answer");
  assert.deepEqual(page.sent, [["panel.write_answer", { question_id: "q1", text: "So it is." }]]);
});
