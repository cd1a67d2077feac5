import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "../harness/dom.mjs";
import { ANA, draft, evening, HOST, question } from "../harness/evening.mjs";
import { later, show } from "../harness/show.mjs";
import { pass } from "../harness/time.mjs";

const { VoteButton } = await load("components/vote-button.js");

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
