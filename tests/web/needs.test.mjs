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
    assert.deepEqual(texts(live({ phases: phase("breakout", { ends_at: 10 }) }), 11), ["“Part” is over time. Go on, or give it more minutes."]);
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
  test("first go to who calls for help", () => {
    const rooms = { r1: { ...empty, help: { at: 1 } } };
    assert.deepEqual(keys(live({ rooms, phases: phase("panel", { ends_at: 1 }), questions: { q: { status: "open" } } }), 2), ["help:r1", "over", "hand"]);
  });
});

test("afterwards the host has to link the recordings, and then nothing", () => {
  const over = { session: { status: "finished" }, rooms: { r1: { ...seated, help: { at: 1 } } } };
  assert.deepEqual(hostNeeds(over).map(({ key, at }) => [key, at]), [["link", "recordings"]]);
  assert.deepEqual(hostNeeds({ ...over, recordings: { c1: {} } }), []);
});
