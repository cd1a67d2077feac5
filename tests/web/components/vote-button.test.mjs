import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "../harness/dom.mjs";
import { ANA, draft, evening, HOST, question } from "../harness/evening.mjs";
import { later, show } from "../harness/show.mjs";
import { pass } from "../harness/time.mjs";

const { GroupLine } = await load("components/room/group-line.js");
const { VoteButton } = await load("components/questions/vote-button.js");

describe("a vote", () => {
  const mine = { question: { ...draft("Why?"), id: "q1", score: 3 } };
  const voted = { ...ANA, votes: { q1: true } };
  const vote = (me = ANA, props = mine, view = evening("rooms")) => show(VoteButton, props, { view, me });

  test("is cast, and shows before the answer", async () => {
    const page = await vote();
    page.answers.push(later()[0]);
    await page.press(/Support.* this draft,/);
    assert.deepEqual(page.sent, [["qa_queue.cast_vote", { question_id: "q1" }]]);
    assert.equal(page.the("button").getAttribute("aria-pressed"), "true");
    assert.match(page.text, /Supported/);
  });
  test("is taken back where it was cast", async () => {
    const page = await vote(voted);
    await page.press(/Support.* this draft,/);
    assert.deepEqual(page.sent, [["qa_queue.withdraw_vote", { question_id: "q1" }]]);
  });
  test("is not sent twice while the first waits for its answer", async () => {
    const page = await vote();
    page.answers.push(later()[0]);
    await page.press(/Support/);
    await page.press(/Support/);
    assert.equal(page.sent.length, 1);
  });
  test("falls back to what is true when it is refused, and says why", async () => {
    const page = await vote();
    page.answers.push({ ok: false, code: "qa_queue.voting_closed" });
    await page.press(/Support/);
    await pass(0);
    assert.equal(page.the("button").getAttribute("aria-pressed"), "false");
    assert.equal(page.the("status").textContent, "Voting on this question is closed now.");
  });
  test("does not flicker between the answer and the news of it", async () => {
    const page = await vote();
    await page.press(/Support/);
    await pass(300);
    assert.equal(page.the("button").getAttribute("aria-pressed"), "true");
    await page.change({ me: voted });
    await pass(200);
    assert.equal(page.the("button").getAttribute("aria-pressed"), "true");
    assert.equal(page.the("button").getAttribute("aria-busy"), "false");
  });
  test("is only counted where this person may not vote", async () => {
    const other = { question: { ...question("B-1", "How?"), id: "q2", score: 1 } };
    assert.equal((await vote(ANA, other)).text, "1 vote");
    assert.equal((await vote({ ...ANA, votes: { q2: true } }, other)).text, "Your vote · 1 vote");
    assert.deepEqual((await vote(HOST, other, evening("break"))).names("button"), []);
    assert.match((await vote(ANA, other, evening("break"))).names("button").join(), /Support.* B-1,.*1 vote/);
  });
});

describe("a show of hands", () => {
  const group = { ...ANA, group: 18, hands: { q1: 12 }, votes: { q1: true } };
  const [LESS, FIELD, MORE] = ["One hand less: B-1", "How many hands for B-1? 0 to 18", "One hand more: B-1"];
  const shown = (me = group) => show(VoteButton, { question: { ...question("B-1", "How?"), id: "q1", score: 31 } }, { view: evening("break"), me });
  const hands = (page) => page.the("field", FIELD).value;
  const saves = (page) => page.the("button", "Save").dataset.changed;

  test("says how many of the group support it, and how many in all", async () => {
    const page = await shown();
    assert.match(page.text, /12 of your 18 · 31 votes/);
    assert.deepEqual([hands(page), saves(page)], ["12", "false"]);
    assert.match((await shown({ ...group, hands: {} })).text, /1 of your 18/, "one plain vote is one hand");
    assert.match((await shown({ ...group, hands: undefined, votes: {} })).text, /0 of your 18/);
  });
  test("is counted up and down, and sent once, when it is saved", async () => {
    const page = await shown();
    for (const name of [MORE, MORE, LESS]) await page.press(name);
    assert.deepEqual([page.sent, hands(page), saves(page)], [[], "13", "true"]);
    await page.press("Save");
    await page.change({ me: { ...group, hands: { q1: 13 } } });
    await page.press("Save");
    assert.deepEqual([page.sent, saves(page)], [[["qa_queue.count_hands", { question_id: "q1", hands: 13 }]], "false"]);
  });
  test("can be written, never more than there are people, and is sent on leaving the number", async () => {
    const page = await shown();
    await page.type(FIELD, "180");
    assert.equal(hands(page), "18");
    await page.type(FIELD, "none");
    assert.equal(hands(page), "0");
    page.the("group").dispatchEvent(new Event("focusout", { bubbles: true }));
    await pass(0);
    assert.deepEqual(page.sent, [["qa_queue.count_hands", { question_id: "q1", hands: 0 }]]);
  });
  test("stops at nobody and at everybody", async () => {
    const page = await shown({ ...group, hands: { q1: 18 } });
    await page.press(MORE);
    assert.deepEqual([hands(page), page.the("button", MORE).getAttribute("aria-disabled"), page.the("button", LESS).getAttribute("aria-disabled")], ["18", "true", "false"]);
  });
  test("stays as it was written when it is refused, and says why", async () => {
    const page = await shown();
    page.answers.push({ ok: false, code: "qa_queue.too_many_hands" });
    await page.press(MORE);
    await page.press("Save");
    assert.match(page.text, /That is more hands than there are people in your group\./);
    assert.deepEqual([hands(page), saves(page)], ["13", "true"]);
  });
  test("is not sent by leaving what was not changed", async () => {
    const page = await shown();
    page.the("group").dispatchEvent(new Event("focusout", { bubbles: true }));
    await pass(0);
    assert.deepEqual(page.sent, []);
  });
  test("stays to be read when voting is closed", async () => {
    const page = await shown();
    await page.change({ view: evening("break", { session: { open: [] } }) });
    assert.equal(page.text, "12 of your 18 · 31 votes");
  });
  test("is explained in one line", async () => {
    assert.equal((await show(GroupLine, {}, { view: evening("break"), me: group })).text,
      "This device stands for 18 people in one place. Ask for a show of hands and write down how many support a question.");
    assert.equal((await show(GroupLine, {}, { view: evening("break"), me: ANA })).text, "");
  });
});
