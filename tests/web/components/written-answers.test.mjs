import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "../harness/dom.mjs";
import { ANA, evening, MINUTE, question } from "../harness/evening.mjs";
import { show } from "../harness/show.mjs";
import { NOW } from "../harness/time.mjs";

const { WrittenAnswers } = await load("components/room/written-answers.js");

describe("answers that came in writing", () => {
  const written = (number, at, more = {}) => question(number, `Text of ${number}`, { status: "answered", owner: "Dr. Ode", answer: `Answer to ${number}`, written_at: at, ...more });
  const questions = {
    q1: written("A-1", NOW - MINUTE), q2: written("A-2", NOW), q3: written("B-1", NOW), q4: written("B-2", NOW - 2 * MINUTE, { credited: ["r1"] }),
    q5: question("A-3", "Said aloud", { status: "answered", answer: "Yes" }), q6: question("A-4", "Owed", { status: "promised", owner: "Dr. Ode" }),
  };
  const shown = (view, kept) => show(WrittenAnswers, {}, { view, me: ANA, kept });
  const over = evening("over", { questions });
  const numbers = (page) => [...page.root.querySelectorAll(".question__number")].map((each) => each.textContent);
  const fresh = (page) => page.all("item").filter((each) => each.textContent.startsWith("New")).length;

  test("to the own room stand there after the end, newest first, with who wrote them", async () => {
    const page = await shown(over);
    assert.deepEqual(numbers(page), ["A-2", "A-1", "B-2"]);
    assert.match(page.text, /A-2 Text of A-2Answer to A-2Answered in writing by Dr\. Ode, December 2/);
  });
  test("stand there in the wrap-up, and not before", async () => {
    const { phases } = evening("panel");
    assert.equal((await shown(evening("panel", { questions }))).text, "");
    assert.match((await shown(evening("panel", { questions, phases: { ...phases, p3: { ...phases.p3, kind: "wrap_up" } } }))).text, /^Answers that came in writing/);
  });
  test("are marked while they are new since the last look, in this browser", async () => {
    const page = await shown(over, { "written:s1:a1": NOW - MINUTE });
    assert.equal(fresh(page), 1);
    assert.match(page.text, /1 is new since you last looked\./);
    await page.reload();
    assert.deepEqual([fresh(page), page.sent], [0, []]);
    await page.change({ view: evening("over", { questions: { ...questions, q6: written("A-4", NOW + MINUTE) } }) });
    assert.deepEqual([fresh(page), numbers(page)[0]], [1, "A-4"]);
  });
  test("are not mentioned while there is none", async () => assert.equal((await shown(evening("over"))).text, ""));
});
