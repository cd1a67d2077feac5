import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { evening, question } from "./harness/evening.mjs";
import { beside, can, listed, mergeable, rejectedOf, says, sourcesOf, standing, targetsOf, waitingOf } from "../../web/static/js/review.js";
import { decidedWords, decision, meanwhileWords, overtakenWords, stillSo, undoing } from "../../web/static/js/undo.js";

const pending = (number, text, more = {}) => question(number, text, { status: "pending", ...more });
const view = (questions) => evening("break", { questions });
const three = view({
  q1: pending("A-1", "First", { submitted_at: 1 }), q2: pending("B-1", "Second", { submitted_at: 2 }), q3: pending("A-2", "Third", { submitted_at: 3 }),
  q4: question("B-2", "Open", { submitted_at: 0 }),
});
const ids = (questions) => questions.map((q) => q.id);

describe("what waits for review", () => {
  test("begins with the oldest, or for the second moderator with the newest", () => {
    assert.deepEqual(ids(waitingOf(three)), ["q1", "q2", "q3"]);
    assert.deepEqual(ids(waitingOf(three, true)), ["q3", "q2", "q1"]);
  });
  test("is in the list of all as well, which leaves out what was heard, rejected or merged", () => {
    const more = { q5: question("A-3", "x", { status: "answered" }), q6: question("A-4", "x", { status: "rejected" }), q7: question("A-5", "x", { status: "merged" }) };
    assert.deepEqual(ids(listed(view({ ...three.questions, ...more }))), ["q4", "q1", "q2", "q3"]);
    assert.deepEqual(ids(rejectedOf(view(more))), ["q6"]);
  });
});

describe("what stands on the desk", () => {
  const before = { ids: ["q1", "q2", "q3"], at: "q2" };
  test("stays while others come and go", () => assert.equal(standing(before, ["q0", "q2", "q9"]), "q2"));
  test("gives its place to the next one", () => assert.equal(standing(before, ["q1", "q3", "q9"]), "q3"));
  test("gives its place to the one before where it was the last", () => assert.equal(standing({ ...before, at: "q3" }, ["q1", "q2"]), "q2"));
  test("is the first at the beginning, and nothing where nothing waits", () => {
    assert.equal(standing({ ids: [], at: undefined }, ["q1", "q2"]), "q1");
    assert.equal(standing(before, []), undefined);
  });
  test("has a next and a previous one, but not beyond the ends", () => {
    assert.deepEqual([beside(before.ids, "q2", 1), beside(before.ids, "q2", -1)], ["q3", "q1"]);
    assert.deepEqual([beside(before.ids, "q3", 1), beside(before.ids, "q1", -1), beside(before.ids, "gone", 1)], [undefined, undefined, undefined]);
  });
});

describe("a question", () => {
  test("allows what fits its status", () => {
    const fits = (status) => ["approve", "reject", "edit", "merge", "unmerge", "send_back"].filter((what) => can({ status }, what));
    assert.deepEqual(fits("pending"), ["approve", "reject", "edit", "merge"]);
    assert.deepEqual(fits("open"), ["reject", "edit", "merge", "send_back"]);
    assert.deepEqual(fits("rejected"), ["send_back"]);
    assert.deepEqual(fits("merged"), ["unmerge"]);
    assert.deepEqual(fits("on_air"), []);
  });
  test("that waits can become part of any that can still be changed, an open one only of an open one", () => {
    const [p1, p2, open] = [{ id: "a", status: "pending" }, { id: "b", status: "pending" }, { id: "c", status: "open" }];
    assert.deepEqual([mergeable(p1, p2), mergeable(p1, open), mergeable(open, { ...open, id: "d" })], [true, true, true]);
    assert.deepEqual([mergeable(open, p1), mergeable(p1, p1), mergeable(p1, { id: "e", status: "on_air" })], [false, false, false]);
  });
  test("offers the most alike to be merged into, then the oldest", () => {
    assert.deepEqual(ids(targetsOf(three, { id: "q1", status: "pending" }, ["q3"])), ["q3", "q4", "q2"]);
    assert.deepEqual(ids(targetsOf(three, { id: "q1", status: "pending" }, ["q3"], "sec")), ["q2"]);
  });
  test("is found by all the words that are looked for, in any order, whatever the accents", () => {
    const found = { number: "A-1", text: "Über Schüler und Eltern", author: "Ben" };
    assert.deepEqual(["eltern uber", "a-1 ben", "", "  schul "].map((looked) => says(found, looked)), [true, true, true, true]);
    assert.equal(says(found, "eltern lehrer"), false);
  });
  test("knows its parts, as far as they are in sight", () => {
    const merged = view({ q1: question("A-1", "Whole", { sources: ["q2", "gone"] }), q2: question("B-1", "Part", { status: "merged" }) });
    assert.deepEqual(ids(sourcesOf(merged, merged.questions.q1)), ["q2"]);
  });
});

describe("undo", () => {
  const of = (status, more = {}) => view({ q1: question("A-1", "Words", { status, ...more }), q2: question("B-1", "Other") });
  const back = (from, name, data = {}) => undoing(decision(from, `qa_queue.${name}`, { question_id: "q1", ...data })).map(([command, sent]) => [command.slice(9), sent]);

  test("of approving is sending back, of approving a rejected one rejecting it as before", () => {
    assert.deepEqual(back(of("pending"), "approve"), [["send_back", { question_id: "q1" }]]);
    assert.deepEqual(back(of("rejected", { rejection: "Why" }), "approve"), [["reject", { question_id: "q1", reason: "Why" }]]);
  });
  test("of rejecting leads to where the question was", () => {
    assert.deepEqual(back(of("pending"), "reject"), [["send_back", { question_id: "q1" }]]);
    assert.deepEqual(back(of("open"), "reject"), [["approve", { question_id: "q1" }]]);
  });
  test("of sending back leads to where the question was", () => {
    assert.deepEqual(back(of("open"), "send_back"), [["approve", { question_id: "q1" }]]);
    assert.deepEqual(back(of("rejected", { rejection: "Why" }), "send_back"), [["reject", { question_id: "q1", reason: "Why" }]]);
  });
  test("of merging is taking apart, and the other way round", () => {
    assert.deepEqual(back(of("pending"), "merge", { into: "q2" }), [["unmerge", { question_id: "q1" }]]);
    assert.deepEqual(back(of("merged", { merged_into: "q2" }), "unmerge"), [["merge", { question_id: "q1", into: "q2" }]]);
  });
  test("of an edit are the words before it", () => assert.deepEqual(back(of("open"), "edit", { text: "Better" }), [["edit", { question_id: "q1", text: "Words" }]]));
  test("of hiding a question puts its parts together again", () => {
    const whole = of("open", { sources: ["q3"] });
    whole.questions.q3 = question("B-2", "Part", { status: "merged", merged_into: "q1" });
    assert.deepEqual(back(whole, "reject"), [["approve", { question_id: "q1" }], ["merge", { question_id: "q3", into: "q1" }]]);
  });

  const so = (from, name, data, to) => stillSo(to, decision(from, `qa_queue.${name}`, { question_id: "q1", ...data }));
  test("is possible while the question is as it was left", () => {
    assert.equal(so(of("pending"), "approve", {}, of("open")), true);
    assert.equal(so(of("pending"), "merge", { into: "q2" }, of("merged", { merged_into: "q2" })), true);
    assert.equal(so(of("merged", { merged_into: "q2" }), "unmerge", {}, of("open")), true);
    assert.equal(so(of("open"), "edit", {}, of("open", { history: [{}] })), true);
  });
  test("is possible before this page knows of the decision", () => assert.equal(so(of("pending"), "approve", {}, of("pending")), true));
  test("is not possible once somebody else has decided, or the question is gone", () => {
    assert.equal(so(of("pending"), "approve", {}, of("rejected")), false);
    assert.equal(so(of("pending"), "approve", {}, of("on_air")), false);
    assert.equal(so(of("pending"), "reject", {}, of("open")), false);
    assert.equal(so(of("open"), "edit", {}, of("open", { history: [{}, {}] })), false);
    assert.equal(so(of("pending"), "approve", {}, view({})), false);
  });
});

describe("in words", () => {
  const merged = view({ q1: question("A-1", "x", { status: "merged", merged_into: "q2" }), q2: question("B-1", "y", { status: "rejected" }) });
  const words = (name, data = {}) => decidedWords(merged, decision(merged, `qa_queue.${name}`, { question_id: "q1", ...data }));
  test("a decision says which question and what was done", () => {
    assert.deepEqual([words("approve"), words("reject"), words("edit"), words("unmerge")], ["A-1 approved", "A-1 rejected", "A-1 edited", "A-1 taken apart"]);
    assert.deepEqual([words("merge", { into: "q2" }), words("merge", { into: "gone" }), words("send_back")], ["A-1 merged into B-1", "A-1 merged into another one", "A-1 sent back to review"]);
  });
  test("what somebody else did meanwhile is named, also where the question is gone", () => {
    assert.equal(meanwhileWords(merged, "q1"), "A-1 was merged into B-1 meanwhile.");
    assert.equal(meanwhileWords(merged, "q2"), "B-1 was rejected meanwhile.");
    assert.equal(meanwhileWords(merged, "q9", "C-2"), "C-2 was taken back meanwhile.");
  });
  test("an edit that was overtaken is told as one", () => {
    const open = view({ q1: question("A-1", "x") });
    assert.equal(overtakenWords(open, decision(open, "qa_queue.edit", { question_id: "q1" })), "The words of A-1 were changed meanwhile.");
  });
});
