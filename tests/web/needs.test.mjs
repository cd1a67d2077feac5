import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { hostNeeds } from "../../web/static/js/needs.js";

const seated = { position: 0, letter: "A", theme: "x", seats: 2, representative_id: "p1" };
const empty = { position: 1, letter: "B", theme: "y", seats: 0 };
const phase = (kind, more = {}) => ({ p: { position: 0, status: "running", kind, title: "Part", ...more } });
const live = (more = {}) => ({ session: { status: "live", open: [], people: 3 }, phases: phase("breakout"), rooms: { r1: seated }, ...more });
const lobby = (session = {}, more = {}) => ({ session: { status: "lobby", people: 2, recording_notice: { recorded: false }, ...session }, rooms: { r1: seated }, ...more });
const keys = (view, now) => hostNeeds(view, now).map((need) => need.key);
const texts = (view, now) => hostNeeds(view, now).map((need) => need.text);

describe("before the start the host has to", () => {
  test("share the link while nobody is there", () => assert.deepEqual(keys(lobby({ people: 0 })), ["alone"]));
  test("add a room where there is none", () => assert.deepEqual(keys(lobby({}, { rooms: {} })), ["rooms"]));
  test("say what is recorded, before people speak", () => {
    assert.deepEqual(hostNeeds(lobby({ recording_notice: undefined })).map(({ key, at }) => [key, at]), [["notice", "details"]]);
  });
  test("give the calls that are missing, where others have one", () => {
    const rooms = { r1: { ...seated, call_url: "https://a.example.org" }, r2: empty, r3: { ...empty, position: 2, letter: "C" } };
    assert.deepEqual(texts(lobby({}, { rooms })), ["No call link yet: rooms B and C."]);
    assert.deepEqual(texts(lobby({}, { rooms: { r1: seated, r2: empty } })), [], "pasted links are not a must");
  });
  test("start, once the planned start is a minute behind", () => {
    assert.deepEqual([60_000, 60_001].map((late) => keys(lobby({ starts_at: 1 }), 1 + late)), [[], ["late"]]);
  });
});

describe("in the evening the host has to", () => {
  test("end the help they promised, with the way into that call", () => {
    const rooms = { r1: { ...empty, call_url: "https://a.example.org", help: { at: 1, taken_at: 5, taken_by: "the host" } }, r2: { ...empty, help: { at: 2, taken_by: "Tom" } } };
    const promised = ({ command, call_url, since }) => [command, call_url, since];
    assert.deepEqual(hostNeeds(live({ rooms }), 0, { id: "host" }).filter((need) => need.key.startsWith("go")).map(promised), [["rooms.end_help", "https://a.example.org", 5]]);
    assert.deepEqual(hostNeeds(live({ rooms }), 0, { name: "Tom" }).filter((need) => need.key.startsWith("go")).map(({ data }) => data), [{ room_id: "r2" }]);
  });
  test("go where help is called, the oldest call first, and nowhere somebody goes already", () => {
    const help = (at, more) => ({ ...empty, help: { at, ...more } });
    const rooms = { r1: help(30), r2: { ...help(20), letter: "C" }, r3: help(10, { taken_by: "Tom" }) };
    assert.deepEqual(hostNeeds(live({ rooms })).map(({ data, command, since, at }) => [command, data.room_id, since, at]),
      [["rooms.take_help", "r2", 20, "room-r2"], ["rooms.take_help", "r1", 30, "room-r1"]]);
  });
  test("look after rooms with people and no representative, not after empty ones, nor once the panel answers", () => {
    const { representative_id: _, ...silent } = seated;
    assert.deepEqual(texts(live({ rooms: { r1: silent, r2: empty } })), ["Room A has no representative."]);
    assert.deepEqual(texts(live({ rooms: { r1: silent, r2: { ...silent, position: 1, letter: "B" } } })), ["Rooms A and B have no representative."]);
    assert.deepEqual(texts(live({ rooms: { r1: silent }, phases: phase("panel") })), []);
  });
  test("look at the clock when a part is over time, not while it is paused", () => {
    const more = { ...phase("breakout", { ends_at: 10 }), next: { position: 1, status: "planned", kind: "panel" } };
    assert.deepEqual(texts(live({ phases: more }), 11), ["“Part” is over time. Go on, or give it more minutes."]);
    assert.deepEqual(texts(live({ phases: phase("breakout", { ends_at: 10 }) }), 11), ["“Part” is over time. Finish, or give it more minutes."], "the last part");
    assert.deepEqual(texts(live({ phases: phase("breakout", { ends_at: 10 }) }), 10), []);
    assert.deepEqual(texts(live({ phases: phase("breakout", { status: "paused", ends_at: 10 }) }), 11), []);
  });
  test("hand over, then call, in the panel; nothing while one is on air", () => {
    const panel = (session, questions = { q: { status: "open" } }) => live({ phases: phase("panel"), questions, session: { status: "live", open: ["answering"], ...session } });
    assert.deepEqual(keys(panel({})), ["hand"]);
    assert.deepEqual(keys(panel({ handed_over_at: 1 })), ["call"]);
    assert.deepEqual(keys(panel({ handed_over_at: 1 }, { q: { status: "open" }, r: { status: "on_air" } })), []);
    assert.deepEqual(keys(panel({}, {})), []);
  });
  describe("while the panel answers", () => {
    const MINUTE = 60_000;
    const room = (letter, position, more) => ({ position, letter, theme: letter, seats: 2, representative_id: "p", speaker_id: "p", turns: 0, ...more });
    const gone = { absent: ["representative"], speaker_id: undefined };
    const answering = (questions, rooms, minutes = 60) => live({
      phases: phase("panel", { starts_at: 0, ends_at: minutes * MINUTE, duration: minutes * MINUTE }), questions, rooms, session: { status: "live", open: ["answering"], handed_over_at: 1 },
    });
    const waits = (room_id, rank, more) => ({ status: "open", number: `${room_id}-1`, room_id, rank, ...more });
    const air = { status: "on_air", number: "a-1", room_id: "a", on_air_at: 0, on_air_since: 0 };

    test("hear early that the time does not suffice for every room, and what helps", () => {
      const rooms = { a: room("A", 0), b: room("B", 1), c: room("C", 2) };
      const view = (minutes) => answering({ x: air, y: waits("b", 1), z: waits("c", 2) }, rooms, minutes);
      const said = "Room C will not get a turn at this pace. Ask for shorter answers, or give the panel more minutes.";
      assert.deepEqual([texts(view(12), 1), texts(view(11), 1)], [[], [said]]);
      assert.match(texts(view(7), 1)[0], /^Rooms B and C will not get a turn/);
    });
    test("hold what nobody is there to ask, on air or next", () => {
      const rooms = { a: room("A", 0, gone), b: room("B", 1, gone) };
      const needs = hostNeeds(answering({ x: air, y: waits("b", 1) }, rooms), 1).filter((need) => need.key.startsWith("absent"));
      assert.deepEqual(needs.map(({ text, command, data, label }) => [text, command, data.question_id, label]), [
        ["Nobody who speaks for room A is here.", "panel.hold", "x", "Hold a-1"], ["Nobody who speaks for room B is here.", "panel.hold", "y", "Hold b-1"],
      ]);
    });
    test("hear which room is passed over because nobody is there", () => {
      const rooms = { a: room("A", 0), b: room("B", 1, { ...gone, representative: "Ben" }) };
      const passed = { x: air, y: waits("b", 1, { held: "absent" }), z: waits("a", 2), late: waits("b", 3, { held: "absent" }) };
      assert.deepEqual(texts(answering(passed, rooms), 1), ["Nobody who speaks for room B is here. Its question is passed over until somebody is."]);
      const [{ command, data, label }] = hostNeeds(answering(passed, rooms), 1);
      assert.deepEqual([command, data, label], ["rooms.mark_present", { participant_id: "p" }, "Ben is here"]);
      assert.deepEqual(texts(answering({ ...passed, y: waits("b", 3, { held: "absent" }) }, rooms), 1), []);
    });
    test("hear that who is called next, or now, has no connection", () => {
      const rooms = { a: room("A", 0, { speaker: "Ali", speaker_id: "ali" }), b: room("B", 1, { speaker: "Ben", speaker_id: "ben" }) };
      const said = (here, questions = { x: air, y: waits("b", 1) }) => hostNeeds(answering(questions, rooms), 1, {}, here).map(({ text, at }) => [text, at]);
      assert.deepEqual(said(["ali", "ben"]), []);
      assert.deepEqual(said([]), [["Ali speaks for room A, which is on air, but has no connection.", "room-a"], ["Ben speaks for room B, which is next, but has no connection.", "room-b"]]);
      assert.deepEqual(said(["ben"], { x: air, y: waits("a", 1) }).length, 1, "a room is named once");
      assert.deepEqual(said(undefined), [], "where nobody knows who is here");
    });
    test("hear who speaks while the representative is away", () => {
      const rooms = { a: room("A", 0, { absent: ["representative"], representative: "Rita", speaker: "Ali", speaker_id: "ali" }) };
      const said = (here) => hostNeeds(answering({ x: air }, rooms), 1, {}, here).map(({ text }) => text);
      assert.deepEqual([said(["ali"]), said([]), said(undefined)], [["Rita is away. Ali speaks for room A."], ["Ali speaks for room A, which is on air, but has no connection."], []]);
    });
    test("are not held up by a deputy who speaks", () => {
      const rooms = { a: room("A", 0, { absent: ["representative"] }) };
      assert.deepEqual(texts(answering({ x: air }, rooms), 1), []);
    });
  });
  test("look after what waits for review", () => {
    const pending = (n) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`q${i}`, { status: "pending" }]));
    assert.deepEqual([0, 1, 2].map((n) => texts(live({ questions: pending(n) }))), [[], ["1 question waits for review."], ["2 questions wait for review."]]);
  });
  test("first go to who calls for help", () => {
    const rooms = { r1: { ...empty, help: { at: 1 } } };
    assert.deepEqual(keys(live({ rooms, phases: phase("panel", { ends_at: 1 }), questions: { q: { status: "open" } } }), 2), ["help:r1", "over", "hand"]);
  });
});

describe("afterwards the host", () => {
  const kept = { retention: { days: 30, then: "delete" } };
  const over = (more = {}, session = {}) => ({ session: { status: "finished", started_at: 1000, finished_at: 9000, ...kept, ...session }, rooms: { r1: { ...seated, help: { at: 1 } } }, ...more });
  const placed = { url: "https://v.example.org", status: "available", pieces: [{ wall_start: 0, media_start: 0 }] };
  const heard = { ...placed, anchors: [{ at: 1, offset: 1 }] };
  const found = (view) => hostNeeds(view).map(({ key, at }) => [key, at]);

  test("has to link the recordings, and then nothing", () => {
    assert.deepEqual(found(over()), [["link", "recordings"]]);
    assert.deepEqual(found(over({ recordings: { c1: heard } })), []);
    assert.deepEqual(found(over({}, { recording_notice: { recorded: false } })), [], "where nothing is recorded");
  });
  test("misses the plenary, and a room where another room has a recording", () => {
    const rooms = { r1: seated, r2: empty };
    assert.deepEqual(texts(over({ rooms, recordings: { c1: { ...heard, room_id: "r1" } } })), ["There is no recording of the plenary.", "There is no recording of room B."]);
    assert.deepEqual(texts(over({ rooms, recordings: { c1: heard } })), [], "many evenings record the plenary only");
  });
  test("has to check the seconds of the plenary by ear, unless a tool knows them", () => {
    assert.deepEqual(found(over({ recordings: { c1: placed } })), [["recording:c1", "recording-c1"]]);
    assert.deepEqual(found(over({ recordings: { c1: { ...placed, confidence: "exact" } } })), []);
    assert.deepEqual(found(over({ recordings: { c1: heard, c2: { ...placed, room_id: "r1" } } })), [], "questions are asked in the plenary");
  });
  test("hears the worst of each recording, in its place", () => {
    const recordings = { c1: { ...heard, expires_at: 5 }, c2: { status: "available", room_id: "r1" }, c3: { status: "removed" } };
    assert.deepEqual(hostNeeds(over({ recordings }), 6).map(({ text, at }) => [text, at]),
      [["The recording of the plenary is gone.", "recording-c1"], ["The recording of room A has no times yet.", "recording-c2"]]);
  });
  test("has to say how long all of it is kept, but not of what is forgotten already", () => {
    assert.deepEqual(found(over({ recordings: { c1: heard } }, { retention: undefined })), [["keep", "keep"]]);
    assert.deepEqual(found(over({ recordings: { c1: heard } }, { retention: undefined, status: "archived" })), []);
  });
  test("hears which promises are owed, and the first day", () => {
    const promised = (due_at) => ({ status: "promised", number: "A-1", due_at });
    const owing = (...due) => over({ recordings: { c1: heard }, questions: Object.fromEntries(due.map((at, i) => [`q${i}`, promised(at)])) });
    const day = (at) => new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long" }).format(at);
    const [soon, later] = [Date.UTC(2026, 11, 12, 12), Date.UTC(2026, 11, 20, 12)];
    assert.deepEqual(texts(owing(later, soon, undefined)), [`3 promised answers are still owed, the first by ${day(soon)}.`]);
    assert.deepEqual(texts(owing(undefined)), ["1 promised answer is still owed."]);
  });
  test("still hears what waits for review", () => {
    const left = (...statuses) => over({ recordings: { c1: heard }, questions: Object.fromEntries(statuses.map((status, i) => [`q${i}`, { status }])) });
    assert.deepEqual(hostNeeds(left("pending", "pending", "rejected")).map(({ text, at }) => [text, at]), [["2 questions still wait for review.", "review"]]);
    assert.deepEqual(texts(left("pending")), ["1 question still waits for review."]);
  });
});
