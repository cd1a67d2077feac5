import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { currentPhase, hostNeeds, isOver, mayEdit, mayVote, mayWithdraw, nextPhase, ownerName, peopleOf, roomName } from "../../web/static/js/look.js";
import { safeUrl } from "../../web/static/js/safe-url.js";
import { request, themesOf } from "../../web/static/js/create.js";

const phases = {
  p2: { position: 1, status: "planned", kind: "break" },
  p3: { position: 2, status: "planned", kind: "panel" },
  p1: { position: 0, status: "running", kind: "breakout" },
};
const live = (more = {}) => ({ session: { status: "live", open: [], people: 3, ...more }, phases });

describe("where we are", () => {
  test("the running or paused phase, and the first planned one", () => {
    assert.equal(currentPhase({ phases }).id, "p1");
    assert.equal(currentPhase({ phases: { p1: { position: 0, status: "paused" } } }).id, "p1");
    assert.equal(nextPhase({ phases }).id, "p2");
    assert.equal(currentPhase({}), undefined);
  });
  test("over is finished or archived", () => {
    assert.deepEqual(["lobby", "live", "finished", "archived"].map((status) => isOver({ session: { status } })), [false, false, true, true]);
  });
});

describe("who may vote", () => {
  const member = { roles: ["participant"], room_id: "r1" };
  const room = live({ open: ["voting"], voting_scope: "room" });
  const all = live({ open: ["voting"], voting_scope: "all" });
  const own = { room_id: "r1", status: "draft" };
  const other = { room_id: "r2", status: "open" };
  test("the own room's drafts and questions while rooms work", () => {
    assert.equal(mayVote(room, member, own), true);
    assert.equal(mayVote(room, member, other), false);
  });
  test("everybody's open questions later", () => assert.equal(mayVote(all, member, other), true));
  test("nobody when voting is closed, nobody on what was heard", () => {
    assert.equal(mayVote(live(), member, own), false);
    assert.equal(mayVote(all, member, { ...other, status: "on_air" }), false);
  });
  test("no facilitator, no host", () => {
    assert.equal(mayVote(all, { ...member, facilitates: "r1" }, other), false);
    assert.equal(mayVote(all, { roles: ["host"] }, other), false);
  });
});

describe("who may change a question", () => {
  const author = { roles: ["participant"], room_id: "r1", questions: { q1: {} } };
  const speaker = { roles: ["participant"], room_id: "r1", speaks_as: "deputy" };
  const draft = { id: "q1", room_id: "r1", status: "draft" };
  const open = { ...draft, status: "open" };
  test("the author while it is a draft; who speaks for the room also later", () => {
    assert.deepEqual([draft, open].map((q) => mayEdit(live(), author, q)), [true, false]);
    assert.deepEqual([draft, open].map((q) => mayEdit(live(), speaker, q)), [true, true]);
    assert.equal(mayEdit(live(), { ...speaker, room_id: "r2" }, open), false);
    assert.equal(mayEdit(live(), { roles: ["moderator"] }, open), true);
  });
  test("the author takes it back until it is on air", () => {
    assert.deepEqual([draft, open, { ...open, status: "on_air" }].map((q) => mayWithdraw(live(), author, q)), [true, true, false]);
    assert.equal(mayWithdraw(live(), speaker, open), false);
    assert.equal(mayWithdraw({ session: { status: "finished" } }, author, open), false);
  });
});

describe("what the host has to do", () => {
  const texts = (view) => hostNeeds(view).map((need) => need.text);
  const rooms = { r1: { position: 0, letter: "A", theme: "x", seats: 2 }, r2: { position: 1, letter: "B", theme: "y", seats: 0 } };
  test("share the link while nobody is there", () => {
    assert.deepEqual(texts({ session: { status: "lobby", people: 0 }, rooms: { r2: rooms.r2 } }), ["Nobody has joined yet. Share the join link."]);
  });
  test("look after rooms with people and no representative, not after empty ones", () => {
    assert.deepEqual(texts({ ...live(), rooms }), ["A room has no representative: A."]);
    assert.deepEqual(texts({ ...live(), rooms: { r1: { ...rooms.r1, representative_id: "p1" } } }), []);
  });
  test("hand over, then call, in the panel", () => {
    const panel = { phases: { p: { position: 0, status: "running", kind: "panel" } }, rooms: { r2: rooms.r2 }, questions: { q: { status: "open" } } };
    assert.deepEqual(texts({ ...panel, session: { status: "live" } }), ["Hand the questions over to the panel."]);
    assert.deepEqual(texts({ ...panel, session: { status: "live", handed_over_at: 1 } }), ["Call the next question."]);
    assert.deepEqual(texts({ ...panel, session: { status: "live", handed_over_at: 1 }, questions: { q: { status: "open" }, r: { status: "on_air" } } }), []);
  });
  test("link recordings at the end", () => {
    assert.equal(hostNeeds({ session: { status: "finished" } })[0].at, "recordings");
    assert.deepEqual(texts({ session: { status: "finished" }, recordings: { c1: {} } }), []);
  });
});

test("people of a room stand in order of name, helpers apart", () => {
  const people = { a: { name: "Zoe", room_id: "r1" }, b: { name: "Ana", room_id: "r1" }, c: { name: "Tom", facilitates: "r1" }, d: { name: "Bo", room_id: "r2" } };
  assert.deepEqual(peopleOf({ people }, "r1").map((p) => p.name), ["Ana", "Zoe"]);
});

test("rooms and owners have names", () => {
  assert.deepEqual([roomName({ letter: "A", theme: "x" }), roomName({ theme: "x" }), roomName(undefined)], ["A · x", "x", ""]);
  assert.deepEqual(["p1", "host", "Dr. Ode"].map((o) => ownerName({ people: { p1: { name: "Ana" } } }, o)), ["Ana", "the host", "Dr. Ode"]);
});

describe("a link that somebody typed", () => {
  for (const url of ["https://meet.example.org/a?b=c#d", "HTTPS://x.org", "/media/talk.mp4", "/"]) {
    test(`${url} is a link`, () => assert.equal(safeUrl(url), url));
  }
  for (const url of ["http://x.org", "javascript:alert(1)", "JaVaScRiPt:1", "data:text/html,x", "//evil.org", "/\\evil.org", "https:\\\\evil.org", " https://x.org", "https://", "https://a b", "", undefined, null, 5, {}]) {
    test(`${JSON.stringify(url)} stays text`, () => assert.equal(safeUrl(url), undefined));
  }
});

describe("the request that makes a session", () => {
  const form = { title: " T ", lines: ["a", "b"], calls: {}, minutes: ["45", "15", "60"], starts: "" };
  test("names the template and leaves out what is empty", () => {
    const { timezone, ...body } = request(form);
    assert.deepEqual(body, { title: "T", template: "45-15-60", rooms: [{ theme: "a" }, { theme: "b" }] });
  });
  test("spells out the agenda when the minutes differ", () => {
    assert.deepEqual(request({ ...form, minutes: ["10", "5", "20"] }).agenda.map((p) => [p.kind, p.minutes]), [["breakout", 10], ["break", 5], ["panel", 20]]);
  });
  test("carries calls and a start", () => {
    const body = request({ ...form, calls: { plenary: "https://p", 1: " https://b " }, starts: "2026-11-20T18:00" });
    assert.equal(body.plenary_call_url, "https://p");
    assert.deepEqual(body.rooms, [{ theme: "a" }, { theme: "b", call_url: "https://b" }]);
    assert.equal(body.starts_at, new Date("2026-11-20T18:00").getTime());
  });
  test("takes one theme per line", () => assert.deepEqual(themesOf(" a \n\n b\r\n"), ["a", "b"]));
});
