import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "../harness/dom.mjs";
import { ANA, draft, evening, question, REP } from "../harness/evening.mjs";
import { later, show } from "../harness/show.mjs";
import { pass } from "../harness/time.mjs";

const { DraftForm } = await load("components/draft-form.js");
const { Drafts } = await load("components/drafts.js");
const { EditForm } = await load("components/edit-form.js");
const { MyQuestions } = await load("components/my-questions.js");
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
    assert.equal(page.the("field").value, "");
  });
  test("keeps the text over a reload", async () => {
    const page = await written();
    await page.reload();
    assert.equal(page.the("field").value, " Why? ");
  });
  test("forgets it once it was sent", async () => {
    const page = await written();
    await page.press(ADD);
    await page.reload();
    assert.equal(page.the("field").value, "");
  });
  test("loses nothing when it is refused, and says why", async () => {
    const page = await written();
    page.answers.push({ ok: false, code: "qa_queue.asking_closed" });
    await page.press(ADD);
    assert.equal(page.the("field").value, " Why? ");
    assert.match(page.text, /Asking is closed now\./);
    await page.reload();
    assert.equal(page.the("field").value, " Why? ");
  });
  test("holds the field still while it is on its way", async () => {
    const page = await written();
    page.answers.push(later()[0]);
    await page.press(ADD);
    assert.equal(page.the("field").readOnly, true);
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
    assert.deepEqual([page.the("button", ADD).disabled, page.the("field").value.length], [true, 503]);
  });
  test("without a name says what that means, once", async () => {
    const page = await written();
    await page.press("Without my name", "checkbox");
    assert.match(page.text, /Nobody in the session sees who wrote it\. Who runs the server can still erase it/);
    await page.press(ADD);
    assert.deepEqual(page.sent, [["qa_queue.draft", { text: "Why?", anonymous: true }]]);
    assert.equal(page.the("checkbox").checked, false);
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
  const edit = async (ended = []) => show(EditForm, { question: { ...question("A-1", "Why?"), id: "q1" }, onEnd: () => ended.push(1) }, { view: evening(), me: REP });

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
    assert.deepEqual([page.the("field").value, ended.length], ["Why not?", 0]);
  });
  test("are given up with Escape", async () => {
    const ended = [];
    const page = await edit(ended);
    await page.type(/Change/, "Why not?");
    await page.key("Escape");
    await page.reload();
    assert.deepEqual([page.the("field").value, page.sent, ended.length], ["Why?", [], 1]);
  });
});

test("my questions say what became of each, also of those nobody else sees", async () => {
  const me = { ...ANA, questions: { q1: { status: "open", text: "Why?" }, q2: { status: "rejected", text: "Rude?" } } };
  const page = await show(MyQuestions, {}, { view: evening("panel", { questions: { q1: question("A-1", "Why?", { rank: 2, score: 1 }) } }), me });
  assert.deepEqual(page.names("item"), ["A-1 Why?submitted · place 2 · 1 vote", "Rude?not accepted"]);
  assert.equal((await show(MyQuestions, {}, { view: evening(), me: ANA })).text, "");
});
