import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "../harness/dom.mjs";
import { ANA, draft, evening, EXPERT, HOST, question, ROOMS } from "../harness/evening.mjs";
import { show } from "../harness/show.mjs";
import { NOW } from "../harness/time.mjs";

const { formatWall } = await load("clock.js");
const { Claim } = await load("components/claim.js");
const { OnAir } = await load("components/on-air.js");
const { OnAirControls } = await load("components/on-air-controls.js");
const { QueuePanel } = await load("components/queue-panel.js");
const rooms = { ...ROOMS, r1: { ...ROOMS.r1, representative: "Ben" } };
const air = question("A-1", "Why?", { status: "on_air" });
const next = question("B-1", "How?", { rank: 1, score: 5, support: 2, reason: { turn: 1, support: 2, rooms: 1 } });
const third = question("B-2", "When?", { rank: 2 });
const panel = (questions, session = { handed_over_at: NOW }, at = "panel") => evening(at, { questions, rooms, session });

describe("what is on air", () => {
  const shown = (questions, me = ANA, at = "panel") => show(OnAir, {}, { view: panel(questions, {}, at), me });

  test("is told with who asks it, whose it is, who answers, and what comes", async () => {
    const page = await shown({ q1: { ...air, claimed_by: "Dr. Ode" }, q2: next });
    assert.match(page.text, /A-1 Why\?Ben · A · Mentoring · your roomDr\. Ode answersNext: B-1 B · Networks/);
  });
  test("is told to be nothing while the panel answers, and not there before", async () => {
    assert.match((await shown({})).text, /No question is on air\./);
    assert.equal((await shown({ q2: next }, ANA, "break")).text, "");
  });
});

describe("ending what is on air", () => {
  const shown = (me = HOST) => show(OnAirControls, {}, { view: panel({ q1: air, q2: next }), me });
  const note = async (page, text) => {
    await page.unfold("Note the answer");
    await page.type(/^The answer to .+ in short$/, text);
  };

  test("is answered, with or without a note", async () => {
    const page = await shown(EXPERT);
    await page.press("Answered");
    await note(page, " Because. ");
    await page.press("Answered");
    assert.deepEqual(page.sent, [["panel.answer", { question_id: "q1" }], ["panel.answer", { question_id: "q1", text: "Because." }]]);
  });
  test("keeps the note over a reload, and when it is refused", async () => {
    const page = await shown(EXPERT);
    await note(page, "Because.");
    page.answers.push({ ok: false, code: "panel.not_on_air" });
    await page.press("Answered");
    assert.match(page.text, /not on air any more/);
    await page.reload();
    assert.equal(page.the("field").value, "Because.");
    assert.equal(page.the("fold").open, true);
  });
  test("does not carry a note over to the next question", async () => {
    const page = await shown();
    await note(page, "Because.");
    await page.change({ view: panel({ q1: { ...air, status: "answered" }, q2: { ...next, status: "on_air" } }) });
    assert.equal(page.the("field").value, "");
  });
  test("is skipped by the host only", async () => {
    const page = await shown();
    await page.press("Skip for now");
    assert.deepEqual(page.sent, [["panel.skip", { question_id: "q1" }]]);
    assert.equal((await shown(EXPERT)).has("button", "Skip for now"), false);
  });
});

describe("a claim", () => {
  const claim = (more = {}, me = EXPERT) => show(Claim, { question: { ...next, id: "q2", ...more } }, { view: panel({}), me });

  test("is made and given back by the same expert", async () => {
    const page = await claim();
    await page.press("I will answer B-1");
    await page.given({ question: { ...next, id: "q2", claimed_by: "Dr. Ode", claimed_by_id: "e1" } });
    await page.press(/^Give it back/);
    assert.deepEqual(page.sent, [["panel.claim", { question_id: "q2" }], ["panel.unclaim", { question_id: "q2" }]]);
  });
  test("is not offered where somebody else made it, on what was heard, or to others", async () => {
    for (const [more, me] of [[{ claimed_by: "Dr. Eze", claimed_by_id: "e2" }], [{ status: "answered" }], [{}, HOST], [{}, ANA]]) {
      assert.equal((await claim(more, me)).text, "");
    }
  });
  test("that came second is refused in words", async () => {
    const page = await claim();
    page.answers.push({ ok: false, code: "panel.claimed" });
    await page.press(/I will answer/);
    assert.match(page.text, /Somebody else has claimed this question\./);
  });
});

describe("the host's queue", () => {
  const queue = (view) => show(QueuePanel, {}, { view, me: HOST });
  const places = (page) => [...page.root.querySelectorAll(".question__rank")].map((each) => each.textContent);

  test("stands by rank, tells why, and calls; the first carries the key", async () => {
    const page = await queue(panel({ q3: third, q2: next }));
    assert.deepEqual(places(page), ["1", "2"]);
    assert.match(page.text, /5 votes, 2 from other rooms.*1st question of its room · 2 people of 1 other room support it/);
    assert.deepEqual(page.all("button").filter((each) => each.dataset.shortcut === "c").map((each) => each.getAttribute("aria-label")), ["Call B-1"]);
    await page.press("Call B-2");
    assert.deepEqual(page.sent, [["panel.call", { question_id: "q3" }]]);
  });
  test("calls nothing while one is on air, nor before the panel", async () => {
    for (const view of [panel({ q1: air, q2: next }), panel({ q2: next }, {}, "break")]) {
      assert.equal((await queue(view)).names("button").some((name) => name.startsWith("Call")), false);
    }
  });
  test("is handed over once, after asking; then it says since when", async () => {
    const page = await queue(panel({ q2: next }, {}));
    assert.match(page.text, /Only you and the moderator see the order/);
    await page.confirm("Hand over to the panel");
    assert.deepEqual(page.sent, [["qa_queue.hand_over"]]);
    await page.change({ view: panel({ q2: next }) });
    assert.ok(page.text.includes(`Handed over to the panel at ${formatWall(NOW)}.`));
    assert.equal(page.has("button", "Hand over to the panel"), false);
  });
  test("has nothing to hand over while it is empty", async () => {
    const page = await queue(panel({}, {}));
    assert.match(page.text, /No submitted question is waiting\./);
    assert.equal(page.has("button", "Hand over to the panel"), false);
  });
  test("loses a question only after asking", async () => {
    const page = await queue(panel({ q2: next }));
    await page.confirm("Take out");
    assert.deepEqual(page.sent, [["qa_queue.withdraw", { question_id: "q2" }]]);
  });
  test("gets better words", async () => {
    const page = await queue(panel({ q2: next }));
    await page.press(/^Edit.* B-1$/);
    await page.type("Change the words of B-1", "How so?");
    await page.press("Save");
    assert.deepEqual(page.sent, [["qa_queue.edit", { question_id: "q2", text: "How so?" }]]);
  });
  test("lets the host submit for a room whose representative is missing, while that is open", async () => {
    const page = await queue(panel({ d1: draft("Why?", { score: 2 }) }, {}, "rooms"));
    assert.match(page.text, /Drafts in the rooms 1.*2 votes/);
    await page.press(/^Submit.*Why\?$/);
    assert.deepEqual(page.sent, [["qa_queue.submit", { question_id: "d1" }]]);
    assert.equal((await queue(panel({ d1: draft("Why?") }, {}, "break"))).names("button").some((name) => name.startsWith("Submit")), false);
  });
  test("undoes a stray “answered”", async () => {
    const page = await queue(panel({ q1: { ...air, status: "answered", answered_at: NOW } }));
    await page.press("Reopen A-1");
    assert.deepEqual(page.sent, [["panel.reopen", { question_id: "q1" }]]);
  });
  test("can only be read at the end", async () => {
    const page = await queue(panel({ q1: { ...air, status: "answered", answered_at: NOW }, q2: { ...next, status: "promised", owner: "host" } }, {}, "over"));
    assert.match(page.text, /No question is left open\..*Answered 1.*Promised 1/);
    assert.equal(page.names("button").some((name) => /Call|Take out|Edit|Reopen|Hand/.test(name)), false);
  });
});
