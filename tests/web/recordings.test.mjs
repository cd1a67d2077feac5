import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fit, flagsOf, groupsOf, missing, secondsWords, unrecorded, whose } from "../../web/static/js/recordings.js";

const MINUTE = 60_000;
const DAY = 86_400_000;
const ROOMS = { r1: { position: 0, letter: "A", theme: "Mentoring" }, r2: { position: 1, letter: "B", theme: "Networks" } };
const EVENING = { session: { status: "finished", started_at: 10 * MINUTE, finished_at: 130 * MINUTE }, rooms: ROOMS, questions: {} };
const taken = (from, to, more = {}) => ({ url: "https://v.example.org", status: "available", started_at: from, pieces: [{ wall_start: from, media_start: 0, wall_end: to }], ...more });
const asked = (number, on_air_at) => ({ number, on_air_at, status: "answered" });
const flags = (recording, more = {}, now = 0) => flagsOf({ ...EVENING, ...more }, { id: "x", ...recording }, now).map((flag) => flag.key);
const paused = taken(0, 20, { pieces: [{ wall_start: 0, media_start: 0, wall_end: 20 * MINUTE }, { wall_start: 30 * MINUTE, media_start: 20 * MINUTE }] });

test("recordings stand by room, the plenary first, each in order of time; what was removed keeps its place", () => {
  const recordings = { v1: taken(9, 10, { room_id: "r1" }), v2: taken(5, 6), v3: taken(1, 2, { room_id: "r1", status: "removed" }), v4: { status: "expected" } };
  const shown = groupsOf({ ...EVENING, recordings }).map(({ title, recordings: own }) => [title, own.map((r) => r.id)]);
  assert.deepEqual(shown, [["Plenary", ["v2", "v4"]], ["Room A · Mentoring", ["v3", "v1"]]]);
});

test("a recording is named after whose it is", () => {
  assert.deepEqual([whose(EVENING, {}), whose(EVENING, { room_id: "r2" })], ["the plenary", "room B"]);
});

test("how well the seconds are known is said in words", () => {
  const words = (more) => secondsWords({ pieces: [{}], confidence: "anchored", ...more });
  assert.deepEqual([words(), words({ anchors: [{}, {}] }), words({ provider: "bigbluebutton", confidence: "exact" }), words({ pieces: [] })],
    ["beginning as typed, not checked yet", "seconds set at 2 places", "to the second", "no start time yet"]);
});

test("an instant lies inside, in a gap, before or after", () => {
  const ended = taken(10, 20);
  assert.deepEqual([fit(paused, 0), fit(paused, 20 * MINUTE), fit(paused, 30 * MINUTE), fit(paused, DAY), fit(ended, 9), fit(ended, 20), fit({}, 1)],
    ["inside", "gap", "inside", "inside", "before", "after", undefined]);
});

describe("a host does not overlook that a recording", () => {
  test("has no times", () => assert.deepEqual(flags({ status: "available" }), ["unplaced"]));
  test("has no times: not said of one that is still expected", () => assert.deepEqual(flags({ status: "expected" }), []));
  test("lies beside the evening", () => {
    assert.deepEqual([flags(taken(0, 10 * MINUTE)), flags(taken(0, 10 * MINUTE + 1)), flags(taken(130 * MINUTE, undefined)), flags(taken(129 * MINUTE, undefined))],
      [["apart"], [], ["apart"], []]);
  });
  test("was paused while questions were asked, unless another one has them", () => {
    const questions = { q1: asked("A-1", 25 * MINUTE), q2: asked("B-1", 40 * MINUTE), q3: asked("B-2", 22 * MINUTE) };
    const [flag] = flagsOf({ ...EVENING, questions, recordings: {} }, { id: "v1", ...paused }, 0);
    assert.equal(flag.text, "B-2 and A-1 were asked while it was paused.");
    const other = { v2: taken(21 * MINUTE, 26 * MINUTE) };
    assert.deepEqual(flags(paused, { questions, recordings: other }), []);
    assert.deepEqual(flags({ ...paused, room_id: "r1" }, { questions }), [], "questions are asked in the plenary");
  });
  test("goes within a month, and is gone", () => {
    const until = (days) => flags(taken(0, 99 * MINUTE, { expires_at: 50 * DAY }), {}, (50 - days) * DAY);
    assert.deepEqual([until(31), until(29), until(0)], [[], ["leaving"], ["gone"]]);
  });
  test("failed", () => assert.deepEqual(flags(taken(0, 99 * MINUTE, { status: "failed" })), ["failed"]));
});

test("questions that no recording has are found", () => {
  const questions = { q1: asked("A-1", 5), q2: asked("A-2", 15), q3: asked("A-3", 25) };
  assert.deepEqual(unrecorded({ ...EVENING, questions, recordings: { v1: taken(10, 20) } }).map((q) => q.number), ["A-1", "A-3"]);
  assert.deepEqual(unrecorded({ ...EVENING, questions, recordings: { v1: { status: "available" } } }), [], "without times nobody knows");
});

test("what is missing are the plenary and rooms without one, where something was recorded", () => {
  const of = (recordings, session = {}) => { const found = missing({ ...EVENING, session, recordings }); return [found.plenary, found.rooms.map((r) => r.letter)]; };
  assert.deepEqual(of({ v1: taken(1, 2, { room_id: "r1" }) }), [true, ["B"]]);
  assert.deepEqual(of({ v1: taken(1, 2), v2: taken(1, 2, { room_id: "r1", status: "removed" }) }), [false, ["A", "B"]]);
  assert.deepEqual(of({}, { recording_notice: { recorded: false } }), [false, []]);
});
