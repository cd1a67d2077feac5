import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "../harness/dom.mjs";
import { ANA, evening, EXPERT, HOST, MINUTE, question, ROOMS } from "../harness/evening.mjs";
import { show } from "../harness/show.mjs";
import { NOW } from "../harness/time.mjs";

const { Claim } = await load("components/panel/claim.js");
const { OnAir } = await load("components/on-air.js");
const { OnAirControls } = await load("components/panel/on-air-controls.js");
const { PanelQueue } = await load("components/panel/panel-queue.js");
const { StageTime } = await load("components/stage-time.js");
const rooms = { ...ROOMS, r1: { ...ROOMS.r1, representative: "Ben", speaker: "Ben" } };
const air = question("A-1", "Why?", { status: "on_air" });
const next = question("B-1", "How?", { rank: 1, score: 5, support: 2, reason: { rule: "fair_turn", turn: 1, room_id: "r2", support: 2, rooms: 1 } });
const panel = (questions, session = { handed_over_at: NOW }, at = "panel") => evening(at, { questions, rooms, session });

describe("what is on air", () => {
  const shown = (questions, me = ANA, at = "panel") => show(OnAir, {}, { view: panel(questions, {}, at), me });

  test("is told with who asks it, whose it is, who answers, and what comes", async () => {
    const page = await shown({ q1: { ...air, claimed_by: "Dr. Ode" }, q2: next });
    assert.match(page.text, /A-1 Why\?Ben · A · Mentoring · your roomDr\. Ode answersNext: B-1 B · Networks/);
  });
  test("is told as a follow-up, and for which other rooms it speaks", async () => {
    const page = await shown({ q1: { ...air, follow_up: true, credited: ["r2"] } });
    assert.match(page.text, /^On air: a follow-up.*A · Mentoring · also asked by room B/);
  });
  test("says to everybody that it was called out of turn, and why", async () => {
    const override = { kind: "called", by: "the host", at: NOW, reason: "Ben has to leave" };
    assert.match((await shown({ q1: { ...air, override } })).text, /The host called it out of order: Ben has to leave\./);
    assert.doesNotMatch((await shown({ q1: { ...air, override: { ...override, kind: "moved" } } })).text, /The host/, "it is on air, wherever it stood");
  });
  test("tells its time, what it should take, and in words when it comes to an end", async () => {
    const on = (since) => ({ q1: { ...air, on_air_since: NOW - since * MINUTE }, q2: next });
    const page = await shown(on(10));
    assert.match(page.text, /10:00 of 30:00/, "an hour from its call, shared by two");
    for (const [minutes, words] of [[24, /24:00 of 30:00 · time to come to an end/], [31, /31:00 of 30:00 · over time/]]) {
      await page.clock(NOW + (minutes - 10) * MINUTE);
      assert.match(page.text, words);
    }
  });
  test("passes over what is held when it tells what comes", async () => {
    const page = await shown({ q1: { ...next, held: "host" }, q2: { ...next, number: "A-2", room_id: "r1", rank: 2 } });
    assert.match(page.text, /Next: A-2 Ben · A · Mentoring/);
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
  test("is skipped and followed up by the host only", async () => {
    const page = await shown();
    await page.press("Skip for now");
    await page.press("Follow-up");
    assert.deepEqual(page.sent, [["panel.skip", { question_id: "q1" }], ["panel.follow_up", { question_id: "q1" }]]);
    assert.deepEqual((await shown(EXPERT)).names("button").filter((name) => /Skip|Follow/.test(name)), []);
  });
  test("leaves the next call to the host", async () => {
    const view = panel({ q2: next });
    assert.ok((await show(OnAirControls, {}, { view, me: HOST })).has("button", "Call next: B-1"));
    assert.deepEqual((await show(OnAirControls, {}, { view, me: EXPERT })).names("button"), []);
  });
  test("is held by both", async () => {
    for (const me of [HOST, EXPERT]) {
      const page = await shown(me);
      await page.press("Hold A-1");
      assert.deepEqual(page.sent, [["panel.hold", { question_id: "q1" }]]);
    }
  });
  test("is promised by an expert in their own name, in two weeks, if they do not say otherwise", async () => {
    const page = await shown(EXPERT);
    await page.press("Promise");
    assert.deepEqual(page.all("field").slice(0, 2).map((field) => field.value), ["Dr. Ode", "2026-12-16"]);
    await page.type("Until", "");
    await page.press("Promise the answer");
    assert.deepEqual(page.sent, [["panel.promise", { question_id: "q1", owner: "Dr. Ode" }]]);
    assert.equal(page.has("button", "Promise the answer"), false);
  });
  test("has one filled button", async () => {
    const filled = (page) => page.all("button").filter((each) => each.className.split(" ").every((one) => !["button--quiet", "button--plain", "button--second"].includes(one)));
    for (const me of [HOST, EXPERT]) assert.equal(filled(await shown(me)).length, 1);
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

describe("what follows, for an expert", () => {
  const shown = (questions, me = EXPERT) => show(PanelQueue, {}, { view: panel(questions), me });
  const headings = (page) => page.names("heading");

  test("has what is addressed to them first, however the name was written", async () => {
    for (const name of ["Dr. Ode", "dr ode", "Ode", "Dr. Ode (Ghent)"]) {
      const page = await shown({ q1: { ...next, addressed_to: name }, q2: { ...next, number: "B-2", rank: 2 } });
      assert.deepEqual(headings(page), ["For you", "The queue, the others"], name);
      assert.match(page.text, /^For you.*B-1.*others.*B-2/);
    }
  });
  test("is one queue where nothing is addressed to them", async () => {
    for (const [name, me] of [["Dr. Eze", EXPERT], [undefined, EXPERT], ["Dr. Ode", { ...EXPERT, name: undefined }]]) {
      assert.deepEqual(headings(await shown({ q1: { ...next, addressed_to: name } }, me)), ["The queue"]);
    }
    assert.match((await shown({})).text, /No question is submitted yet\./);
  });
});

test("the stage tells the time that is left for the question, and then how far it is over", async () => {
  const questions = { q1: { ...air, on_air_since: NOW }, q2: next };
  const page = await show(StageTime, { question: { ...questions.q1, id: "q1" } }, { view: panel(questions), me: ANA });
  assert.equal(page.text, "25:00 left for this question");
  await page.clock(NOW + 26 * MINUTE);
  assert.equal(page.text, "1:00 over time");
});
