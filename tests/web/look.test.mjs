import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { currentPhase, focusOf, isOver, mayEdit, mayVote, mayWithdraw, nextPhase, ownerName, peopleOf, roomName, turnOf, worksInRooms } from "../../web/static/js/look.js";
import { safeUrl, typedUrl } from "../../web/static/js/safe-url.js";

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
  test("rooms are where people are before the start and while rooms work", () => {
    const kind = (kind) => worksInRooms({ phases: { p: { position: 0, status: "running", kind } } });
    assert.deepEqual([worksInRooms({ phases: {} }), ...["breakout", "break", "panel"].map(kind)], [true, true, false, false]);
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
  test("what waits for review is changed by who speaks for the room, and taken back by its author", () => {
    const pending = { ...open, status: "pending" };
    assert.deepEqual([mayEdit(live(), speaker, pending), mayEdit(live(), author, pending), mayWithdraw(live(), author, pending)], [true, false, true]);
  });
  test("the author takes it back until it is on air", () => {
    assert.deepEqual([draft, open, { ...open, status: "on_air" }].map((q) => mayWithdraw(live(), author, q)), [true, true, false]);
    assert.equal(mayWithdraw(live(), speaker, open), false);
    assert.equal(mayWithdraw({ session: { status: "finished" } }, author, open), false);
  });
});

describe("the turn of who speaks for a room", () => {
  const speaker = { room_id: "r1", speaks_as: "representative" };
  const questions = { q1: { status: "open", room_id: "r1", rank: 2 }, q2: { status: "open", room_id: "r2", rank: 1 }, q3: { status: "open", room_id: "r1", rank: 3 } };
  const turn = (changed = {}, me = speaker) => turnOf({ ...live({ open: ["answering"] }), questions: { ...questions, ...changed } }, me);
  test("waits at the place of the room's first question", () => {
    const { state, question, place } = turn();
    assert.deepEqual([state, question.id, place], ["waiting", "q1", 2]);
  });
  test("is next at the head of the queue", () => assert.equal(turn({ q2: { ...questions.q2, rank: 4 } }).state, "next"));
  test("is on while the room's question is on air, and not while another's is", () => {
    assert.deepEqual([turn({ q1: { ...questions.q1, status: "on_air" } }).state, turn({ q2: { ...questions.q2, status: "on_air", rank: undefined } }).state], ["on", "next"]);
  });
  test("is done when all was heard", () => assert.equal(turn({ q1: { ...questions.q1, status: "answered" }, q3: { ...questions.q3, status: "promised" } }).state, "done"));
  test("has no place before the hand-over", () => {
    const { state, place } = turn({ q1: { status: "open", room_id: "r1" }, q2: { status: "open", room_id: "r2" }, q3: { status: "draft", room_id: "r1" } });
    assert.deepEqual([state, place], ["waiting", undefined]);
  });
  test("is nobody's else, and nobody's before the panel answers", () => {
    assert.equal(turn({}, { room_id: "r1" }), undefined);
    assert.equal(turnOf({ ...live(), questions }, speaker), undefined);
  });
});

test("the host's page begins with what the phase is about", () => {
  const during = (kind) => focusOf({ session: { status: "live" }, phases: { p: { position: 0, status: "running", kind } } });
  assert.deepEqual(["plenary", "breakout", "break", "panel", "wrap_up"].map(during), ["rooms", "rooms", "queue", "queue", "queue"]);
  assert.equal(focusOf({ session: { status: "lobby" } }), "links");
  assert.equal(focusOf({ session: { status: "finished" } }), "recordings");
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

describe("an address as people type it", () => {
  for (const [typed, meant] of [
    ["meet.example.org/a", "https://meet.example.org/a"], [" meet.example.org ", "https://meet.example.org"], ["https://x.org", "https://x.org"],
    ["http://x.org", "http://x.org"], ["javascript:alert(1)", "javascript:alert(1)"], ["/media/s1/a.wav", "/media/s1/a.wav"], ["", ""], ["two words.org", "two words.org"],
    ["réunion.example.org:8443/x?y#z", "https://réunion.example.org:8443/x?y#z"],
  ]) test(`${JSON.stringify(typed)} is ${JSON.stringify(meant)}`, () => assert.equal(typedUrl(typed), meant));
});
