import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { airStanding, budget, mayBeTooLate, minutesToTurn, pace, roomsWithoutTurn } from "../../web/static/js/turns.js";

const MINUTE = 60_000;
const START = 1000 * MINUTE;
const ROOMS = Object.fromEntries(["r1", "r2", "r3"].map((id, position) => [id, { position, letter: "ABC"[position], theme: id, turns: 0 }]));
const running = (more = {}) => ({ p: { position: 0, kind: "panel", status: "running", duration: 60 * MINUTE, starts_at: START, ends_at: START + 60 * MINUTE, ...more } });
const panel = (questions = {}, { phase = running(), rooms = ROOMS, open = ["answering"] } = {}) => ({ session: { status: "live", open }, phases: phase, rooms, questions });
const open = (rank, room_id = "r1", more = {}) => ({ status: "open", room_id, rank, ...more });
const air = (since, more = {}) => ({ status: "on_air", room_id: "r1", on_air_at: since, on_air_since: since, ...more });
const heard = (from, minutes, more = {}) => ({ status: "answered", room_id: "r1", on_air_at: from, answered_at: from + minutes * MINUTE - 15_000, ...more });
const id = (view, name) => ({ ...view.questions[name], id: name });
const letters = (rooms) => rooms.map((room) => room.letter).join("");

describe("the pace", () => {
  const per = (questions, now) => pace(panel(questions), now).perQuestion / MINUTE;

  test("is that of a typical question until one was heard", () => {
    assert.deepEqual(pace(panel({ q1: open(1), q2: open(2) }), START + MINUTE), { perQuestion: 4 * MINUTE, left: 2, remaining: 59 * MINUTE });
  });
  test("follows what was heard, in this phase only", () => {
    assert.equal(per({ q1: heard(START, 8) }, START + 8 * MINUTE), 6);
    assert.equal(per({ q1: heard(START, 8), q2: heard(START + 8 * MINUTE, 9) }, START + 17 * MINUTE), 7);
    assert.equal(per({ q1: heard(START - 20 * MINUTE, 8) }, START), 4);
  });
  test("counts a promise made live up to the promise", () => {
    assert.equal(per({ q1: heard(START, 90, { status: "promised", promised_at: START + 2 * MINUTE - 15_000 }) }, START + 2 * MINUTE), 3);
  });
  test("does not wait for the end of a question that runs on", () => {
    assert.deepEqual([3, 4, 10].map((minutes) => per({ q1: air(START) }, START + minutes * MINUTE)), [4, 4, 7]);
  });
  test("counts the one on air, and what is held, as not finished", () => {
    assert.equal(pace(panel({ q1: air(START), q2: open(1), q3: open(2, "r2", { held: "host" }), q4: heard(START, 2), q5: { status: "merged" } }), START).left, 3);
  });
  test("keeps still while the phase is paused, and ends at nothing", () => {
    const paused = panel({}, { phase: running({ status: "paused", ends_at: undefined, remaining: 5 * MINUTE }) });
    assert.equal(pace(paused, START + 99 * MINUTE).remaining, 5 * MINUTE);
    assert.equal(pace(panel(), START + 61 * MINUTE).remaining, 0);
  });
  test("is unknown while nothing is answered, or the phase has no end", () => {
    assert.equal(pace(panel({}, { open: ["voting"] }), START), undefined);
    assert.equal(pace(panel({}, { phase: {} }), START), undefined);
    assert.equal(pace(panel({}, { phase: running({ ends_at: undefined }) }), START), undefined);
  });
});

describe("the budget of a question", () => {
  test("is an equal share of what was left when it began, without those that are held", () => {
    const view = panel({ q1: air(START + 20 * MINUTE), q2: open(1), q3: open(2), q4: open(3, "r2", { held: "absent" }), q5: open(4, "r2") });
    assert.equal(budget(view, id(view, "q1")), 10 * MINUTE);
  });
  test("is a minute at least, also when the end is near or over", () => {
    for (const [since, wanted] of [[57, 1.5], [58, 1], [59.5, 1], [60, 1], [70, 1]]) {
      const view = panel({ q1: air(START + since * MINUTE), q2: open(1) });
      assert.equal(budget(view, id(view, "q1")), wanted * MINUTE);
    }
  });
  test("is unknown for what is not on air, and without an end", () => {
    const view = panel({ q1: open(1) });
    assert.equal(budget(view, id(view, "q1")), undefined);
    assert.equal(budget(view, undefined), undefined);
    assert.equal(budget(panel({}, { phase: running({ ends_at: undefined }) }), air(START)), undefined);
  });
});

describe("the question on air", () => {
  const standing = (minutes, options) => {
    const view = panel({ q1: air(START + 50 * MINUTE) }, options);
    return airStanding(view, id(view, "q1"), START + (50 + minutes) * MINUTE);
  };

  test("stands quiet, soon at its end, and over", () => {
    assert.deepEqual([0, 7.9, 8, 9.9, 10, 12].map((minutes) => standing(minutes).state), ["quiet", "quiet", "soon", "soon", "over", "over"]);
    assert.deepEqual(standing(3), { gone: 3 * MINUTE, whole: 10 * MINUTE, state: "quiet" });
    assert.equal(standing(-1).gone, 0);
  });
  test("counts on quietly where no end is set, and not at all while the phase is paused", () => {
    assert.deepEqual(standing(12, { phase: running({ ends_at: undefined }) }), { gone: 12 * MINUTE, whole: undefined, state: "quiet" });
    assert.equal(standing(1, { phase: running({ status: "paused", remaining: 1 }) }), undefined);
    assert.equal(airStanding(panel(), undefined, START), undefined);
  });
});

describe("the minutes to a turn", () => {
  const minutes = (questions, name, now = START) => {
    const view = panel(questions);
    return minutesToTurn(view, id(view, name), now);
  };

  test("are those of the questions before it, and the rest of the one on air", () => {
    const questions = { q0: air(START), q1: open(1), q2: open(2), q3: open(3) };
    assert.deepEqual(["q1", "q2", "q3"].map((name) => minutes(questions, name, START + MINUTE)), [3, 7, 11]);
    assert.equal(minutes({ q1: open(1) }, "q1"), 0);
  });
  test("pass over what is held, but count to it as well", () => {
    assert.equal(minutes({ q1: open(1, "r1", { held: "host" }), q2: open(2) }, "q2"), 0);
    assert.equal(minutes({ q1: open(1), q2: open(2, "r1", { held: "host" }) }, "q2"), 4);
  });
  test("are unknown without a place or a pace", () => {
    assert.equal(minutes({ q1: open(undefined) }, "q1"), undefined);
    assert.equal(minutesToTurn(panel({ q1: open(1) }, { open: [] }), open(1), START), undefined);
    assert.equal(mayBeTooLate(panel({ q1: open(undefined) }), open(undefined), START), false);
    assert.equal(mayBeTooLate(panel({ q1: open(1) }, { open: [] }), open(1), START), false);
  });
  test("never take more for a question than its share", () => {
    const waiting = { q1: open(1), q2: open(2), q3: open(3) };
    assert.equal(minutes(waiting, "q3", START + 54 * MINUTE), 4, "6 minutes for three");
    const running = { q0: air(START + 52 * MINUTE), ...waiting };
    assert.equal(minutes(running, "q3", START + 52 * MINUTE), 6, "8 minutes for four");
  });
  test("are unknown when the part is over time, or likely is before the turn comes", () => {
    const view = panel({ q1: open(1), q2: open(2), q3: open(3) });
    const late = (minute) => ["q1", "q2", "q3"].filter((name) => {
      const now = START + minute * MINUTE;
      assert.equal(minutesToTurn(view, id(view, name), now) === undefined, mayBeTooLate(view, id(view, name), now));
      return mayBeTooLate(view, id(view, name), now);
    });
    assert.deepEqual([50, 58.5, 60, 70].map((minute) => late(minute).join()), ["", "q3", "q1,q2,q3", "q1,q2,q3"]);
  });
});

describe("rooms without a turn", () => {
  const queue = { q1: open(1, "r1"), q2: open(2, "r2"), q3: open(3, "r3") };
  const at = (view, minutesLeft) => letters(roomsWithoutTurn(view, START + (60 - minutesLeft) * MINUTE));

  test("are told as soon as the time does not suffice for a whole turn", () => {
    assert.deepEqual([12, 11.9, 8, 4, 1].map((left) => at(panel(queue), left)), ["", "C", "C", "BC", "ABC"]);
  });
  test("are not those that had one, or are heard through another room's question", () => {
    const rooms = { ...ROOMS, r3: { ...ROOMS.r3, turns: 1 } };
    assert.equal(at(panel(queue, { rooms }), 4), "B");
    assert.equal(at(panel({ ...queue, q1: { ...queue.q1, credited: ["r3"] } }), 4), "B");
  });
  test("are not those whose questions are all held, nor those with none", () => {
    assert.equal(at(panel({ q1: open(1, "r1"), q2: open(2, "r2", { held: "absent" }) }), 1), "A");
  });
  test("wait for the rest of the one on air", () => {
    const view = panel({ q0: air(START + 50 * MINUTE), ...queue });
    assert.equal(letters(roomsWithoutTurn(view, START + 50 * MINUTE)), "BC");
  });
  test("are none where nothing is answered", () => {
    assert.deepEqual(roomsWithoutTurn(panel(queue, { open: [] }), START), []);
  });
});
