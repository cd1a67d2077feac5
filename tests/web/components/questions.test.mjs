import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load, sight } from "../harness/dom.mjs";
import { ANA, evening, question, REP } from "../harness/evening.mjs";
import { show } from "../harness/show.mjs";
import { NOW, pass, settle } from "../harness/time.mjs";

const { PastQuestions } = await load("components/questions/past-questions.js");
const { QuestionList } = await load("components/questions/question-list.js");
const { Reviewing } = await load("components/room/reviewing.js");
const { Submitted } = await load("components/room/submitted.js");
const list = (...numbers) => numbers.map((number, i) => ({ ...question(number, `Text of ${number}`), id: `q${i + 1}` }));
const six = list("A-1", "A-2", "A-3", "B-1", "B-2", "B-3");
const asked = (questions) => Object.fromEntries(questions.map((q) => [q.id, q]));
const order = (page) => [...page.root.querySelectorAll(".question__number")].map((each) => each.textContent);

describe("a list of questions", () => {
  const shown = (questions, props = {}, me = ANA) => show(QuestionList, { questions, title: "All", ...props }, { view: evening("break"), me });

  test("has each person's own order, the same after a reload", async () => {
    const page = await shown(six);
    const before = order(page);
    await page.reload();
    assert.deepEqual(order(page), before);
    const orders = new Set();
    for (const id of ["a1", "a2", "a3", "a4", "a5"]) orders.add(order(await shown(six, {}, { ...ANA, id })).join());
    assert.ok(orders.size > 2, "and not everybody the same");
  });
  test("keeps what is shown where it is: newcomers last, votes move nothing", async () => {
    const page = await shown(six.slice(0, 5));
    const before = order(page);
    await page.given({ questions: six.map((q) => ({ ...q, score: 9 })) });
    assert.deepEqual(order(page), [...before, "B-3"]);
  });
  test("stands by rank once there is one, with the places", async () => {
    const page = await shown(six.map((q, i) => ({ ...q, rank: 6 - i })));
    assert.deepEqual(order(page), ["B-3", "B-2", "B-1", "A-3", "A-2", "A-1"]);
    assert.ok(page.root.querySelector("[aria-label='Place 1']"));
  });
  test("marks those of the own room", async () => {
    const page = await shown(six);
    const own = page.all("item").filter((each) => each.dataset.own === "true").map((each) => each.querySelector(".question__number").textContent);
    assert.deepEqual(own.sort(), ["A-1", "A-2", "A-3"]);
    assert.match(page.text, /your room/);
  });
  test("marks those that speak for the own room too, and says who else asked", async () => {
    const questions = [{ ...six[3], credited: ["r1"], sources: ["q1"] }];
    const merged = { ...six[0], status: "merged", merged_into: "q4" };
    const page = await show(QuestionList, { questions, title: "All" }, { view: evening("break", { questions: asked([merged, ...questions]) }), me: { ...ANA, facilitates: "r1", room_id: undefined } });
    assert.equal(page.all("item")[0].dataset.own, "true");
    assert.match(page.text, /B · Networks · also asked by room A/);
    assert.match(page.the("fold", "1 question is part of it").textContent, /A-1 Text of A-1A · Mentoring/);
  });
  test("tells earlier words where there are any, and who changed them", async () => {
    const page = await shown([{ ...six[0], edited: true, history: [{ text: "First", at: NOW, by: "Ben" }] }]);
    assert.match(page.the("fold", "1 earlier wording").textContent, /First ?changed by Ben at 17:10/);
  });
  test("says why it is empty, or is not there", async () => {
    assert.match((await shown([], { empty: "Nothing waits." })).text, /Nothing waits\./);
    assert.equal((await shown([])).text, "");
  });
  test("tells who wrote it, what was edited, who answers", async () => {
    const page = await shown([{ ...six[0], author: "Ben", edited: true, claimed_by: "Dr. Ode" }, { ...six[3], anonymous: true }], {}, { ...ANA, questions: {} });
    assert.match(page.text, /your room · Ben · edited · Dr\. Ode answers/);
    assert.match(page.text, /B · Networks · anonymous/);
  });
  test("says to everybody that the host moved one, and why", async () => {
    const page = await shown([{ ...six[0], rank: 1, override: { kind: "moved", by: "the host", at: NOW, reason: "It fits the last one" } }, { ...six[3], rank: 2 }]);
    assert.match(page.text, /The host moved it here: It fits the last one\./);
  });
});

describe("how far somebody has read", () => {
  const shown = (me = ANA) => show(QuestionList, { questions: six, title: "All", counted: true }, { view: evening("break"), me });
  async function look(page, nth, ms) {
    sight(page.all("item")[nth], true);
    await pass(ms);
    sight(page.all("item")[nth], false);
    await settle();
  }

  test("counts what was before the eyes for a second, and not what flew by", async () => {
    const page = await shown();
    assert.match(page.text, /You have seen 0 of 6\./);
    await look(page, 0, 1000);
    await look(page, 1, 900);
    await pass(5000);
    assert.match(page.text, /You have seen 1 of 6\./);
    assert.equal(page.the("progress").value, 1);
  });
  test("is remembered in this browser, and sent nowhere", async () => {
    const page = await shown();
    await look(page, 2, 1000);
    await page.reload();
    assert.match(page.text, /You have seen 1 of 6\./);
    assert.deepEqual(page.sent, []);
    assert.deepEqual(Object.keys(localStorage), ["seen:s1:a1"], "for this person in this session");
  });
  test("ends with all of them", async () => {
    const page = await shown();
    for (const nth of six.keys()) await look(page, nth, 1000);
    assert.match(page.text, /You have seen all 6\./);
  });
  test("does not count what is merged into another, or waits for review", async () => {
    const more = { ...asked(six), q1: { ...six[0], status: "merged", merged_into: "q4" }, q2: { ...six[1], status: "pending" } };
    const page = await show(Submitted, {}, { view: evening("break", { questions: asked(six) }), me: ANA });
    await look(page, page.all("item").findIndex((each) => each.dataset.id === "q1"), 1000);
    assert.match(page.text, /You have seen 1 of 6\./);
    await page.change({ view: evening("break", { questions: more }) });
    assert.match(page.text, /4 questions, you support 0.*You have seen 0 of 4\./);
  });
  test("counts only what is still there", async () => {
    const page = await shown();
    await look(page, 0, 1000);
    const gone = page.all("item")[0].dataset.id;
    await page.given({ questions: six.filter((q) => q.id !== gone) });
    assert.match(page.text, /You have seen 0 of 5\./);
  });
});

describe("what was submitted", () => {
  const shown = (at, session, me = ANA) => show(Submitted, {}, { view: evening(at, { questions: asked(six), session }), me });

  test("is all there is in the break, to be supported, with the own votes counted", async () => {
    const page = await shown("break", {}, { ...ANA, votes: { q1: true, q4: true } });
    assert.match(page.text, /Questions from all rooms.*6 questions, you support 2\. Support as many as you like\..*You have seen 0 of 6/);
    assert.equal(page.names("button").filter((name) => name.startsWith("Support")).length, 6);
  });
  test("cannot yet be supported while rooms work, except the own room's", async () => {
    const page = await shown("rooms");
    assert.match(page.text, /Submitted so far.*You can support these in the break\./);
    assert.equal(page.names("button").filter((name) => name.startsWith("Support")).length, 3);
  });
  test("takes each person's own order when all rooms may vote, whatever order it grew in", async () => {
    const own = order(await shown("break"));
    const page = await shown("rooms");
    for (let n = 0; n <= six.length; n += 1) await page.change({ view: evening("rooms", { questions: asked(six.slice(0, n)) }) });
    assert.notDeepEqual(order(page), own);
    await page.change({ view: evening("break", { questions: asked(six) }) });
    assert.deepEqual(order(page), own);
  });
  test("leaves out the own room's for who has them on the desk", async () => {
    const page = await shown("rooms", {}, REP);
    assert.match(page.text, /^Submitted by other rooms/);
    assert.deepEqual(order(page).sort(), ["B-1", "B-2", "B-3"]);
  });
  test("waits for the panel after the hand-over, uncounted", async () => {
    const page = await shown("panel", { handed_over_at: NOW });
    assert.match(page.text, /^Waiting for the panel/);
    assert.doesNotMatch(page.text, /You have seen/);
  });
  test("is not there before the start and after the end", async () => {
    assert.equal((await shown("lobby")).text + (await shown("over")).text, "");
  });
});

test("what waits for review is shown to its room, helpers among them, and nobody votes on it", async () => {
  const questions = { q1: { ...six[0], status: "pending" }, q2: six[1], q3: { ...six[3], status: "pending" } };
  const shown = (me, at = "break") => show(Reviewing, {}, { view: evening(at, { questions }), me });
  const page = await shown(ANA);
  assert.match(page.text, /^Waiting for review.*A moderator reads it before all rooms do\.A-1 Text of A-1waiting for review$/);
  assert.deepEqual(order(page), ["A-1"]);
  assert.deepEqual(order(await shown({ ...ANA, room_id: undefined, facilitates: "r2" })), ["B-1"]);
  assert.equal((await shown(ANA, "over")).text + (await shown({ ...ANA, room_id: "r9" })).text, "");
});

test("what was heard is folded while the session runs, and open after it", async () => {
  const questions = {
    q1: question("A-1", "Late", { status: "answered", answered_at: NOW, answer: "So." }), q2: question("B-1", "Early", { status: "answered", answered_at: NOW - 1 }),
    q3: question("B-2", "Later", { status: "promised", owner: "host" }),
  };
  const shown = (at) => show(PastQuestions, {}, { view: evening(at, { questions }), me: ANA });
  const page = await shown("panel");
  assert.deepEqual(page.names("fold"), ["Answered 2", "To be answered in writing 1"]);
  assert.deepEqual([order(page), page.all("fold").map((fold) => fold.open)], [["B-1", "A-1", "B-2"], [false, false]]);
  assert.match(page.text, /So\..*Will be answered by the host/);
  assert.deepEqual((await shown("over")).all("fold").map((fold) => fold.open), [true, true]);
});
