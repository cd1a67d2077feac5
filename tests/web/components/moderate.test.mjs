import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "../harness/dom.mjs";
import { draft, evening, EXPERT, question } from "../harness/evening.mjs";
import { show } from "../harness/show.mjs";

const { ModerateList } = await load("components/review/moderate-list.js");
const MOD = { ...EXPERT, roles: ["moderator"] };
const order = (page) => [...page.root.querySelectorAll("ol > li .question__number")].map((each) => each.textContent);

describe("the moderator's list", () => {
  const questions = {
    q1: question("A-1", "Über Schüler", { submitted_at: 3, author: "Ben" }), q2: question("B-1", "About pupils", { submitted_at: 1, rank: 1 }),
    q3: question("B-2", "About parents", { submitted_at: 2 }), d1: draft("Unsent"), q4: question("A-2", "Heard", { status: "answered" }),
  };
  const shown = (more = questions, session = {}) => show(ModerateList, {}, { view: evening("break", { questions: more, session }), me: MOD });

  test("has what can be changed, oldest first, with its place", async () => {
    const page = await shown();
    assert.deepEqual(order(page), ["B-1", "B-2", "A-1"]);
    assert.match(page.text, /3 questions, oldest first\..*place 1/);
  });
  test("finds words, numbers and authors, whatever the accents", async () => {
    const page = await shown();
    for (const [words, found] of [["uber SCHUL", ["A-1"]], ["b-", ["B-1", "B-2"]], ["ben", ["A-1"]], ["nothing", []]]) {
      await page.type("Search", words);
      assert.deepEqual(order(page), found, words);
    }
    assert.equal(page.the("status", "0 of 3.").textContent, "0 of 3.");
  });
  test("shows one room, also what it is credited for, or all", async () => {
    const page = await shown({ ...questions, q1: { ...questions.q1, credited: ["r2"] } });
    await page.choose(/^Room/, "r2");
    assert.deepEqual(order(page), ["B-1", "B-2", "A-1"]);
    await page.choose(/^Room/, "r1");
    assert.match(page.text, /1 of 3\./);
  });
  test("is oldest first again after a search", async () => {
    const page = await shown();
    await page.type("Search", "uber");
    await page.type("Search", "");
    assert.deepEqual(order(page), ["B-1", "B-2", "A-1"]);
  });
  test("goes when the evening is over and nothing waits", async () => {
    const page = await shown();
    await page.change({ view: evening("over", { questions: {} }) });
    assert.equal(page.text, "");
  });
  test("offers what still works when the evening is over", async () => {
    const page = await shown();
    await page.change({ view: evening("over", { questions: { q2: { ...questions.q2, status: "pending" } } }) });
    assert.deepEqual(page.names("button"), ["Approve: B-1", "Edit: B-1", "Reject…: B-1", "Merge…: B-1"]);
  });
  test("keeps its order while it is read", async () => {
    const page = await shown();
    await page.change({ view: evening("break", { questions: { ...questions, q5: question("A-3", "New", { submitted_at: 0 }) } }) });
    assert.deepEqual(order(page), ["B-1", "B-2", "A-1", "A-3"]);
  });
  test("says why it is empty", async () => {
    assert.match((await shown({})).text, /No question is submitted yet\./);
    assert.match((await shown({ q4: questions.q4 })).text, /No question is waiting\./);
  });
  test("offers what fits the status, and neither votes nor takes back", async () => {
    const page = await shown({ q2: questions.q2 });
    assert.deepEqual(page.names("button"), ["Edit: B-1", "Reject…: B-1", "Merge…: B-1"]);
    const moderated = await shown({ q2: { ...questions.q2, status: "pending" }, q3: questions.q3 }, { moderation: true });
    assert.deepEqual(moderated.names("button"), ["Approve: B-1", "Edit: B-1", "Reject…: B-1", "Merge…: B-1", "Edit: B-2", "Reject…: B-2", "Merge…: B-2", "Back to review: B-2"]);
  });
  test("edits in place", async () => {
    const page = await shown();
    await page.press("Edit: B-1");
    await page.type("Change the words of B-1", "About all");
    await page.press("Save");
    assert.deepEqual(page.sent, [["qa_queue.edit", { question_id: "q2", text: "About all" }]]);
    assert.ok(page.has("button", "Edit: B-1"));
  });
  test("rejects an open one with a reason, beside it", async () => {
    const page = await shown();
    await page.press("Reject…: B-1");
    page.answers.push({ ok: false, code: "panel.on_air" });
    await page.press("Asked already");
    assert.match(page.text, /This question is on air\./);
    await page.press("Asked already");
    assert.deepEqual(page.sent.at(-1), ["qa_queue.reject", { question_id: "q2", reason: "Asked already", seen: "open" }]);
    assert.equal(page.has("button", "Asked already"), false);
  });
  test("shows merged ones under what they are part of, with the rooms that are credited", async () => {
    const page = await shown({ q1: { ...questions.q1, sources: ["q2"], credited: ["r2"] }, q2: { ...questions.q2, status: "merged", merged_into: "q1" } });
    assert.deepEqual(page.names("button").filter((name) => name.includes("B-1")), ["Take apart: B-1"]);
    assert.match(page.text, /also asked by room B/);
    await page.type("Search", "pupils");
    assert.ok(page.has("button", "Edit: A-1"), "a part is found with its whole");
    await page.press("Take apart: B-1");
    assert.deepEqual(page.sent, [["qa_queue.unmerge", { question_id: "q2" }]]);
  });
  test("is shown in parts", async () => {
    const page = await shown(Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`q${i}`, question(`A-${i}`, "x", { submitted_at: i })])));
    assert.equal(order(page).length, 50);
    await page.press("Show 50 more");
    await page.press("Show 20 more");
    assert.equal(order(page).length, 120);
    assert.equal(page.names("button").some((name) => name.startsWith("Show")), false);
  });
});
