import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "../harness/dom.mjs";
import { ANA, draft, evening, question } from "../harness/evening.mjs";
import { later, show } from "../harness/show.mjs";
import { pass, settle } from "../harness/time.mjs";

const { DraftForm } = await load("components/room/draft-form.js");
const { EditForm } = await load("components/questions/edit-form.js");

describe("while somebody writes, what says nearly the same", () => {
  const LONG = "How do we assess group work?";
  const questions = { d1: draft("How should we assess group work?"), q2: question("B-1", "Is group work fair?"), q3: question("B-2", "Who grades groups?") };
  let asked = [];
  let answers = [];
  const server = async (url, { body, headers, signal }) => {
    asked.push([url, JSON.parse(body), headers.Authorization]);
    const found = await Promise.race([answers.shift() ?? ["d1", "q2"], new Promise((_, no) => { signal.addEventListener("abort", () => no(new Error("aborted"))); })]);
    if (found instanceof Error) throw found;
    return { ok: true, json: async () => ({ similar: found.map((question_id) => ({ question_id, percent: 90 })) }) };
  };
  const form = async (at = "rooms", known = {}) => {
    [asked, answers] = [[], []];
    globalThis.fetch = server;
    const page = await show(DraftForm, {}, { view: evening(at, { questions }), me: ANA, ...known });
    page.session.ticket = "t1";
    return page;
  };
  const write = async (page, text, ms = 400) => {
    await page.type("Your question", text);
    await pass(ms);
    await settle();
  };
  const near = (page) => [...page.root.querySelectorAll(".near__one")].map((each) => each.textContent.replace(/\s+/g, " "));

  test("is looked for when the writing pauses, once, with the ticket", async () => {
    const page = await form();
    await write(page, LONG.slice(0, 20), 399);
    await write(page, `${LONG} `);
    assert.deepEqual(asked, [["/api/sessions/s1/similar", { text: LONG }, "Bearer t1"]]);
  });
  test("is shown with its room, and can be supported where that is possible now", async () => {
    const page = await form();
    await write(page, LONG);
    assert.match(near(page)[0], /^Nearly the same in your room, draft:How should we assess group work\?Support/);
    assert.match(near(page)[1], /^Nearly the same in another room, submitted:B-1 Is group work fair\?$/);
    await page.press(/^Support/);
    assert.deepEqual(page.sent, [["qa_queue.cast_vote", { question_id: "d1" }]]);
    assert.equal(page.the("field", "Your question").value, LONG, "and what was written stays");
  });
  test("is announced once, and stands under the button", async () => {
    const page = await form();
    const said = page.all("status").find((each) => each.closest(".near"));
    assert.equal(said.textContent, "");
    await write(page, LONG);
    assert.equal(said.textContent, "Somebody has asked nearly the same. It stands below the form.");
    const [button, first] = [page.the("button", "Add to our drafts"), page.root.querySelector(".near__one")];
    assert.ok(button.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING);
  });
  test("is not looked for in a few letters, nor while the line is away", async () => {
    const page = await form();
    await write(page, "Why? Who? 12 34 56 !!");
    await page.change({ connection: "lost" });
    await write(page, LONG);
    assert.deepEqual([asked, near(page)], [[], []]);
  });
  test("never comes from an older text", async () => {
    const page = await form();
    const [slow, answer] = later();
    answers.push(slow);
    await write(page, LONG);
    await write(page, `${LONG} And how?`);
    await answer(["q3"]);
    assert.equal(near(page).length, 2);
    await write(page, "");
    assert.deepEqual(near(page), []);
  });
  test("fails in silence, and nothing waits for it", async () => {
    const page = await form();
    answers.push(new Error("network"));
    await write(page, LONG);
    assert.deepEqual(near(page), []);
    answers.push(later()[0]);
    await write(page, `${LONG} And how?`);
    await page.press("Add to our drafts");
    assert.deepEqual(page.sent, [["qa_queue.draft", { text: `${LONG} And how?` }]]);
  });
  test("leaves out what this person cannot see, and more than three", async () => {
    const page = await form();
    answers.push(["gone", "d1", "q2", "q3", "q4"]);
    await page.change({ view: evening("rooms", { questions: { ...questions, q4: question("B-3", "Fourth") } }) });
    await write(page, LONG);
    assert.equal(near(page).length, 3);
  });
  test("is not looked for before the words of an old question change; then without that question", async () => {
    await form();
    const page = await show(EditForm, { question: { ...questions.d1, id: "d1" }, onEnd() {} }, { view: evening("rooms", { questions }), me: ANA });
    await pass(400);
    assert.deepEqual(asked, []);
    await page.type("Change the words", LONG);
    await pass(400);
    assert.deepEqual(asked[0][1], { text: LONG, question_id: "d1" });
  });
});
