import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "../harness/dom.mjs";
import { draft, evening, question, REP } from "../harness/evening.mjs";
import { show } from "../harness/show.mjs";
import { NOW } from "../harness/time.mjs";

const { OrderButtons } = await load("components/room/order-buttons.js");
const { RepresentativeDesk } = await load("components/room/representative-desk.js");

describe("who speaks for the room", () => {
  const questions = {
    q1: question("A-1", "First", { room_order: 2 }), q2: question("A-2", "Second", { room_order: 1 }), q3: question("A-3", "Third", { score: 5 }),
    d1: draft("Still a draft"), x1: question("B-1", "Other room"),
  };
  const desk = (view = evening("rooms", { questions }), me = REP) => show(RepresentativeDesk, {}, { view, me });
  const submitted = (page) => page.all("list")[0].querySelectorAll(":scope > li");

  test("sees the submitted ones in their order; new ones last", async () => {
    const page = await desk();
    assert.deepEqual([...submitted(page)].map((each) => each.querySelector(".question__number").textContent), ["A-2", "A-1", "A-3"]);
    assert.match(page.text, /You speak for your room.*3 questions are submitted, the most important first/);
  });
  test("sends the whole order, drafts behind", async () => {
    const page = await desk();
    await page.press("Earlier: A-1");
    await page.press("Later: A-2");
    const order = ["q1", "q2", "q3", "d1"];
    assert.deepEqual(page.sent, [["qa_queue.order_room", { room_id: "r1", order }], ["qa_queue.order_room", { room_id: "r1", order }]]);
  });
  test("cannot move the first up, nor the last down past a draft", async () => {
    const page = await desk();
    assert.equal(page.the("button", "Earlier: A-2").getAttribute("aria-disabled"), "true");
    await page.press("Earlier: A-2");
    await page.press("Later: A-3");
    assert.deepEqual(page.sent, []);
  });
  test("submits a draft", async () => {
    const page = await desk();
    await page.press("Submit: Still a draft");
    assert.deepEqual(page.sent, [["qa_queue.submit", { question_id: "d1" }]]);
  });
  test("needs no arrows for a single question", async () => {
    const page = await desk(evening("rooms", { questions: { q1: questions.q1 } }));
    assert.equal(page.names("button").some((name) => name.startsWith("Earlier")), false);
  });
  test("is told as the deputy, and what to do while nothing is submitted", async () => {
    const page = await desk(evening(), { ...REP, speaks_as: "deputy" });
    assert.match(page.text, /You are the deputy of your room.*submit two or three of the drafts/);
  });
  test("is told as the deputy when the representative is away", async () => {
    const rooms = { ...evening().rooms, r1: { ...evening().rooms.r1, absent: ["representative"], speaker_id: "a1" } };
    const page = await desk(evening("rooms", { questions, rooms }), { ...REP, speaks_as: "deputy" });
    assert.equal(page.names("heading")[0], "You are the deputy. The representative is away: you speak now.");
  });
  test("is told that what was submitted waits for review", async () => {
    const page = await desk(evening("rooms", { questions: { ...questions, q4: question("A-4", "New", { status: "pending", submitted_at: NOW }) } }));
    assert.match(page.text, /A-4 is submitted and waits for review\./);
    assert.match(page.text, /3 questions are submitted, 1 more waits for review\./);
    const alone = await desk(evening("rooms", { questions: { q4: question("A-4", "New", { status: "pending" }), q5: question("A-5", "Newer", { status: "pending" }) } }));
    assert.match(alone.text, /2 questions wait for review\./);
  });
  test("orders also what waits for review and what is part of a question that waits, and nothing else", async () => {
    const merged = (number, merged_into, more) => question(number, `Text of ${number}`, { status: "merged", merged_into, ...more });
    const page = await desk(evening("rooms", { questions: {
      ...questions, x2: { ...questions.x1, number: "B-2", status: "on_air" }, q4: question("A-4", "New", { status: "pending", room_order: 4 }),
      q5: merged("A-5", "x1", { room_order: 3 }), q6: merged("A-6", "x2"), q7: merged("A-7", "unseen", { room_order: 5 }),
    } }));
    assert.deepEqual([...submitted(page)].map((each) => each.querySelector(".question__number").textContent), ["A-2", "A-1", "A-5", "A-4", "A-7", "A-3"]);
    const row = (nth) => submitted(page)[nth].textContent;
    assert.match(row(2), /part of B-1/);
    assert.match(row(3), /waiting for review/);
    assert.match(row(4), /part of another question/);
    await page.press("Earlier: A-5");
    assert.deepEqual(page.sent, [["qa_queue.order_room", { room_id: "r1", order: ["q2", "q5", "q1", "q4", "q7", "q3", "d1"] }]]);
  });
  test("reads what the room has had of the panel's time", async () => {
    const rooms = { ...evening().rooms, r1: { ...evening().rooms.r1, turns: 1, airtime: 90_000 } };
    assert.match((await desk(evening("panel", { questions, rooms }))).text, /Your room has had 1 turn, 1:30 on air\./);
  });
  test("sees and prepares drafts before the start", async () => {
    assert.match((await desk(evening("lobby"))).text, /^Prepare a question/);
  });
  test("has a desk only while there is work on it", async () => {
    assert.equal((await desk(evening("break"))).text, "");
    assert.equal((await desk(evening("over", { questions }))).text, "");
  });
  test("reads a refused order in words", async () => {
    const page = await show(OrderButtons, { roomId: "r1", ids: ["q1", "q2"], id: "q1", name: "A-1" }, { view: evening(), me: REP });
    page.answers.push({ ok: false, code: "qa_queue.bad_order" });
    await page.press("Later: A-1");
    assert.match(page.text, /The questions have just changed/);
  });
});
