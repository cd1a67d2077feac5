import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "../harness/dom.mjs";
import { ANA, draft, evening, question, REP } from "../harness/evening.mjs";
import { later, show } from "../harness/show.mjs";
import { NOW, pass } from "../harness/time.mjs";

const { DraftForm } = await load("components/room/draft-form.js");
const { Drafts } = await load("components/room/drafts.js");
const { EditForm } = await load("components/questions/edit-form.js");
const { MyQuestions } = await load("components/room/my-questions.js");
const ADD = "Add to our drafts";

describe("writing a question", () => {
  const form = () => show(DraftForm, {}, { view: evening(), me: ANA });
  const written = async (text = " Why? ") => {
    const page = await form();
    await page.type("Your question", text);
    return page;
  };

  test("sends it without the blanks around it, and the field is free again", async () => {
    const page = await written();
    await page.press(ADD);
    assert.deepEqual(page.sent, [["qa_queue.draft", { text: "Why?" }]]);
    assert.equal(page.the("field", "Your question").value, "");
  });
  test("keeps the text over a reload", async () => {
    const page = await written();
    await page.reload();
    assert.equal(page.the("field", "Your question").value, " Why? ");
  });
  test("forgets it once it was sent", async () => {
    const page = await written();
    await page.press(ADD);
    await page.reload();
    assert.equal(page.the("field", "Your question").value, "");
  });
  test("loses nothing when it is refused, and says why", async () => {
    const page = await written();
    page.answers.push({ ok: false, code: "qa_queue.asking_closed" });
    await page.press(ADD);
    assert.equal(page.the("field", "Your question").value, " Why? ");
    assert.match(page.text, /Asking is closed now\./);
    await page.reload();
    assert.equal(page.the("field", "Your question").value, " Why? ");
  });
  test("holds the field still while it is on its way", async () => {
    const page = await written();
    page.answers.push(later()[0]);
    await page.press(ADD);
    assert.equal(page.the("field", "Your question").readOnly, true);
  });
  test("sends nothing where there is nothing", async () => {
    const page = await written("   ");
    assert.equal(page.the("button", ADD).disabled, true);
  });
  test("counts characters as people do, and never cuts", async () => {
    const page = await written("\u{1F600}".repeat(450));
    assert.match(page.text, /50 characters left/);
    await page.type("Your question", "a".repeat(503));
    assert.match(page.text, /3 characters too many/);
    assert.deepEqual([page.the("button", ADD).disabled, page.the("field", "Your question").value.length], [true, 503]);
  });
  test("without a name says what that means, once", async () => {
    const page = await written();
    await page.press("Without my name", "checkbox");
    assert.match(page.text, /Nobody in the session sees who wrote it\. Who runs the server can still erase it/);
    await page.press(ADD);
    assert.deepEqual(page.sent, [["qa_queue.draft", { text: "Why?", anonymous: true }]]);
    assert.equal(page.the("checkbox").checked, false);
  });
  test("for a certain panelist names them, out of those who are there or any other, and once only", async () => {
    const people = { e1: { name: "Dr. Ode", roles: ["panelist"] }, b1: { name: "Ben", roles: ["participant"], room_id: "r1" }, e2: { name: "Ada", roles: ["panelist", "host"] } };
    const page = await show(DraftForm, {}, { view: evening("rooms", { people }), me: ANA });
    assert.deepEqual([...page.root.querySelectorAll("datalist option")].map((each) => each.getAttribute("value")), ["Ada", "Dr. Ode"]);
    await page.type("Your question", "Why?");
    await page.type("Name of the panelist", " Dr. Ode ");
    assert.ok(page.has("fold", "To a certain panelist: Dr. Ode"));
    await page.press(ADD);
    assert.deepEqual(page.sent, [["qa_queue.draft", { text: "Why?", addressed_to: "Dr. Ode" }]]);
    assert.ok(page.has("fold", "To a certain panelist"));
  });
});

describe("the drafts of a room", () => {
  const two = { d1: draft("Why?", { score: 1 }), d2: draft("How?", { score: 4 }), d3: draft("Elsewhere", { room_id: "r2" }) };
  const drafts = (view, me = ANA) => show(Drafts, { title: "Questions of your room" }, { view, me });
  const texts = (page) => page.all("item").map((each) => each.querySelector(".question__text").textContent);

  test("stand best supported first, the own room's only", async () => {
    assert.deepEqual(texts(await drafts(evening("rooms", { questions: two }))), ["How?", "Why?"]);
  });
  test("do not move under a finger; afterwards they do", async () => {
    const page = await drafts(evening("rooms", { questions: two }));
    page.the("list").dispatchEvent(new Event("pointerenter"));
    const questions = { ...two, d1: draft("Why?", { score: 9 }), d4: draft("New", { score: 20 }) };
    await page.change({ view: evening("rooms", { questions }) });
    assert.deepEqual(texts(page), ["How?", "Why?", "New"]);
    page.the("list").dispatchEvent(new Event("pointerleave"));
    await pass(1500);
    assert.deepEqual(texts(page), ["New", "Why?", "How?"]);
  });
  test("say that there is none, and what to do", async () => {
    assert.match((await drafts(evening())).text, /No drafts yet\. What would you like to ask the panel\?/);
  });
  test("cannot be written by who only helps the room", async () => {
    const { room_id: _, ...helper } = { ...ANA, facilitates: "r1" };
    const page = await drafts(evening("rooms", { questions: two }), helper);
    assert.deepEqual([texts(page).length, page.names("field").length], [2, 0]);
  });
  test("can be prepared before the start, with a name, and are marked", async () => {
    const prepared = draft("Why?", { prepared: true });
    const page = await drafts(evening("lobby"));
    assert.deepEqual([page.names("fold")[0], page.names("heading"), page.names("checkbox")], ["Prepare a question", [], []]);
    await page.type("Your question", "Why?");
    await page.press(ADD);
    assert.deepEqual(page.sent, [["qa_queue.prepare", { text: "Why?" }]]);
    await page.change({ view: evening("lobby", { questions: { d1: prepared } }) });
    assert.match(page.text, /^Questions of your roomWhy\?prepared before the start/);
    assert.doesNotMatch(page.text, /vote/);
    await page.change({ view: evening("rooms", { questions: { d1: prepared } }) });
    assert.match(page.text, /prepared before the start/);
  });
  test("cannot be prepared without a room, nor by who only helps one", async () => {
    const { room_id: _, ...nowhere } = ANA;
    for (const me of [nowhere, { ...nowhere, facilitates: "r1" }]) assert.equal((await drafts(evening("lobby"), me)).text, "");
  });
  test("what is being prepared when the session starts stays in the field", async () => {
    const page = await drafts(evening("lobby"));
    await page.type("Your question", "Half a thou");
    await page.change({ view: evening("rooms") });
    assert.equal(page.the("field", "Your question").value, "Half a thou");
  });
  test("what was still being written when asking closed stays to be read, until it is forgotten", async () => {
    const page = await drafts(evening());
    await page.type("Your question", "Half a thou");
    await page.change({ view: evening("break") });
    assert.match(page.text, /Not added in time.*Half a thou/);
    await page.press("Forget it");
    assert.equal(page.text, "");
  });
});

describe("better words", () => {
  const edit = async (ended = [], more = {}) => show(EditForm, { question: { ...question("A-1", "Why?", more), id: "q1" }, onEnd: () => ended.push(1) }, { view: evening(), me: REP });

  test("have the focus, and are sent", async () => {
    const ended = [];
    const page = await edit(ended);
    assert.equal(document.activeElement, page.the("field", "Change the words of A-1"));
    await page.type(/Change/, "Why not?");
    await page.press("Save");
    assert.deepEqual([page.sent, ended.length], [[["qa_queue.edit", { question_id: "q1", text: "Why not?" }]], 1]);
  });
  test("that are the same are not sent; empty ones neither", async () => {
    const ended = [];
    const page = await edit(ended);
    await page.type(/Change/, " ");
    await page.press("Save");
    assert.equal(ended.length, 0);
    await page.type(/Change/, "Why? ");
    await page.press("Save");
    assert.deepEqual([page.sent, ended.length], [[], 1]);
  });
  test("stay in the field when they are refused, and over a reload", async () => {
    const ended = [];
    const page = await edit(ended);
    await page.type(/Change/, "Why not?");
    page.answers.push({ ok: false, code: "qa_queue.not_open" });
    await page.press("Save");
    await page.reload();
    assert.deepEqual([page.the("field", /Change/).value, ended.length], ["Why not?", 0]);
  });
  test("can name a panelist, or take the name away", async () => {
    const page = await edit([], { addressed_to: "Dr. Ode" });
    await page.type("Name of the panelist", "");
    await page.press("Save");
    assert.deepEqual(page.sent, [["qa_queue.edit", { question_id: "q1", text: "Why?", addressed_to: null }]]);
  });
  test("are given up with Escape", async () => {
    const ended = [];
    const page = await edit(ended);
    await page.type(/Change/, "Why not?");
    await page.key("Escape");
    await page.reload();
    assert.deepEqual([page.the("field", /Change/).value, page.sent, ended.length], ["Why?", [], 1]);
  });
});

describe("my questions", () => {
  const told = async (mine, questions = {}) => {
    const page = await show(MyQuestions, {}, { view: evening("panel", { questions }), me: { ...ANA, questions: { q1: { text: "Why?", ...mine } } } });
    return page.names("item")[0];
  };
  const [open, other] = [question("A-1", "Why?", { rank: 2, score: 1 }), question("B-1", "How?")];

  test("say where each stands", async () => {
    assert.equal(await told({ status: "draft" }, { q1: draft("Why?", { score: 3 }) }), "Why?draft · 3 votes");
    assert.equal(await told({ status: "open" }, { q1: open }), "A-1 Why?submitted · place 2 · 1 vote");
    assert.equal(await told({ status: "on_air" }, { q1: { ...open, on_air_at: NOW } }), "A-1 Why?on air at 17:10");
    assert.equal(await told({ status: "answered" }, { q1: { ...open, answered_at: NOW, answer: "So." } }), "A-1 Why?answered at 17:10So.");
    assert.equal(await told({ status: "withdrawn" }), "Why?withdrawn");
  });
  test("say that one waits for review, and why one was not accepted, to its author only", async () => {
    assert.match(await told({ status: "pending" }, { q1: { ...open, status: "pending" } }), /waiting for review: a moderator reads it before all rooms do/);
    assert.equal(await told({ status: "rejected", reason: "Names a person." }), "Why?not accepted: Names a person.Only you see this.");
  });
  test("say of what one is part now, with its words", async () => {
    const fate = await told({ status: "merged", merged_into: "q2" }, { q1: { ...open, status: "merged" }, q2: other });
    const heard = await told({ status: "merged", merged_into: "q2" }, { q2: { ...other, status: "answered", answered_at: NOW, answer: "So." } });
    assert.match(heard, /B-1 How\?answered at 17:10So\.$/);
    assert.equal(fate, "A-1 Why?is part of B-1 now; votes for yours count there tooB-1 How?submitted · 0 votes");
  });
  test("say who owes an answer and until when, then the answer", async () => {
    const promised = { ...open, status: "promised", owner: "Dr. Ode", due_at: NOW };
    assert.equal(await told({ status: "promised" }, { q1: promised }), "A-1 Why?will be answered in writing by Dr. Ode, until December 2");
    assert.equal(await told({ status: "promised" }, { q1: { ...promised, owner: "host", due_at: undefined } }), "A-1 Why?will be answered in writing by the host");
    assert.equal(await told({ status: "answered" }, { q1: { ...promised, written_at: NOW, answer: "So." } }), "A-1 Why?answered in writing by Dr. Ode · December 2So.");
  });
  test("are not there for who asked nothing", async () => assert.equal((await show(MyQuestions, {}, { view: evening(), me: ANA })).text, ""));
});
