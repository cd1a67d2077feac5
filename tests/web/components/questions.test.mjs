import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load, sight } from "../harness/dom.mjs";
import { ANA, draft, evening, EXPERT, question, REP } from "../harness/evening.mjs";
import { show } from "../harness/show.mjs";
import { NOW, pass, settle } from "../harness/time.mjs";

const { ModerateList } = await load("components/moderate-list.js");
const { PastQuestions } = await load("components/past-questions.js");
const { QuestionList } = await load("components/question-list.js");
const { Submitted } = await load("components/submitted.js");
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
  test("says why it is empty, or is not there", async () => {
    assert.match((await shown([], { empty: "Nothing waits." })).text, /Nothing waits\./);
    assert.equal((await shown([])).text, "");
  });
  test("tells who wrote it, what was edited, who answers", async () => {
    const page = await shown([{ ...six[0], author: "Ben", edited: true, claimed_by: "Dr. Ode" }, { ...six[3], anonymous: true }], {}, { ...ANA, questions: {} });
    assert.match(page.text, /your room · Ben · edited · Dr\. Ode answers/);
    assert.match(page.text, /B · Networks · anonymous/);
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

describe("the moderator's list", () => {
  const questions = {
    q1: question("A-1", "Über Schüler", { submitted_at: 3, author: "Ben" }), q2: question("B-1", "About pupils", { submitted_at: 1, rank: 1 }),
    q3: question("B-2", "About parents", { submitted_at: 2 }), d1: draft("Unsent"), q4: question("A-2", "Heard", { status: "answered" }),
  };
  const shown = (more = questions) => show(ModerateList, {}, { view: evening("break", { questions: more }), me: { ...EXPERT, roles: ["moderator"] } });

  test("has what waits, oldest first, with its place", async () => {
    const page = await shown();
    assert.deepEqual(order(page), ["B-1", "B-2", "A-1"]);
    assert.match(page.text, /3 waiting, oldest first\..*place 1/);
  });
  test("finds words, numbers and authors, whatever the accents", async () => {
    const page = await shown();
    for (const [words, found] of [["uber SCHUL", ["A-1"]], ["b-", ["B-1", "B-2"]], ["ben", ["A-1"]], ["nothing", []]]) {
      await page.type("Search", words);
      assert.deepEqual(order(page), found, words);
    }
    assert.equal(page.the("status", "0 of 3.").textContent, "0 of 3.");
  });
  test("shows one room, or all", async () => {
    const page = await shown();
    await page.choose(/^Room/, "r2");
    assert.deepEqual(order(page), ["B-1", "B-2"]);
    assert.match(page.text, /2 of 3\./);
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
  test("keeps its order while it is read", async () => {
    const page = await shown();
    await page.change({ view: evening("break", { questions: { ...questions, q5: question("A-3", "New", { submitted_at: 0 }) } }) });
    assert.deepEqual(order(page), ["B-1", "B-2", "A-1", "A-3"]);
  });
  test("edits, and neither votes nor takes back", async () => {
    const page = await shown();
    assert.deepEqual(page.names("button"), ["Edit: B-1", "Edit: B-2", "Edit: A-1"]);
    await page.press("Edit: B-1");
    assert.ok(page.has("field", "Change the words of B-1"));
  });
  test("says why it is empty", async () => {
    assert.match((await shown({})).text, /No question is submitted yet\./);
    assert.match((await shown({ q4: questions.q4 })).text, /No question is waiting\./);
  });
});
