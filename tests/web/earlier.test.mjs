import assert from "node:assert/strict";
import { test } from "node:test";
import { whyNotEarlier } from "../../web/static/js/earlier.js";

const fair = (more = {}) => ({ rule: "fair_turn", turn: 2, room_id: "r1", airtime: 60_000, support: 5, rooms: 2, ...more });
const asked = (reason, more = {}) => ({ status: "open", room_id: "r1", submitted_at: 5, reason, ...more });

/** Why the last of these stands behind the others. */
function told(...questions) {
  const view = { questions: Object.fromEntries(questions.map((question, index) => [`q${index + 1}`, { ...question, rank: index + 1 }])) };
  return whyNotEarlier(view.questions[`q${questions.length}`], view);
}
const behind = (other, own = {}) => told(asked(fair(other)), asked(fair(own)));

test("what stands before a question is counted by what it has over it", () => {
  const view = [asked(fair({ turn: 1 })), asked(fair({ support: 7 })), asked(fair({ rooms: 3, support: 4 })), asked(fair())];
  assert.equal(told(...view), "Three stand before it: 1 of an earlier round, 2 with more support.");
  assert.equal(told(...Array(12).fill(asked(fair({ turn: 1 }))), asked(fair())), "12 stand before it, all of an earlier round.");
  assert.equal(told(asked(fair({ turn: 1 })), asked(fair({ turn: 1 })), asked(fair())), "Two stand before it, both of an earlier round.");
});
test("a skipped question is behind the others of its round", () => {
  assert.equal(behind({ airtime: 600_000 }, { skipped: true }), "One stands before it, of its round and not called before.");
});
test("airtime counts in whole half minutes", () => {
  assert.equal(behind({ airtime: 59_999 }), "One stands before it, with less airtime.");
  assert.equal(behind({ airtime: 60_000, support: 6 }, { airtime: 89_999 }), "One stands before it, with more support.");
});
test("where a room began late nothing is told of its airtime that is not known", () => {
  const either = "One stands before it, with less airtime or more support.";
  assert.equal(behind({ airtime: 0, late: true }), either);
  assert.equal(behind({}, { airtime: 0, late: true }), either);
  assert.equal(behind({ late: true }, { late: true }), either);
  assert.equal(behind({ airtime: 0 }, { late: true }), "One stands before it, with less airtime.");
  assert.equal(behind({ late: true, support: 6 }), "One stands before it, with more support.");
});
test("support can weigh more with fewer people, and with as many the oldest comes first", () => {
  assert.equal(behind({ support: 3 }), "One stands before it, with support that weighs more.");
  assert.equal(told(asked(fair(), { submitted_at: 4 }), asked(fair())), "One stands before it, asked earlier.");
  assert.equal(told(asked(fair(), { submitted_at: 6 }), asked(fair())), "One stands before it, with support that weighs more.");
});
test("a merged question is as old as its part from the room through which it stands there", () => {
  const part = { status: "merged", room_id: "r2", submitted_at: 2 };
  const view = { questions: { q1: asked(fair({ room_id: "r2" }), { submitted_at: 9, sources: ["q3"], rank: 1 }), q2: asked(fair(), { rank: 2 }), q3: part } };
  assert.equal(whyNotEarlier(view.questions.q2, view), "One stands before it, asked earlier.");
});
test("the host's hand comes before the rule: fixed, moved, held", () => {
  const others = [asked(fair(), { next: true }), asked(fair(), { override: { kind: "moved" } }), asked(fair(), { held: "absent" })];
  assert.equal(told(...others, asked(fair())), "Three stand before it: 1 fixed as the next one, 1 moved there by the host, 1 held and passed over.");
});
test("by votes the votes are told, then the age", () => {
  const votes = (n) => asked({ rule: "by_votes", votes: n, support: 0, rooms: 0 });
  assert.equal(told(votes(9), votes(4), votes(4)), "Two stand before it: 1 with more votes, 1 asked earlier.");
});
test("nothing is told of the first, of what has no place, and where the host decided", () => {
  assert.equal(told(asked(fair())), "");
  assert.equal(told(asked(fair()), asked(fair(), { override: { kind: "moved" } })), "");
  assert.equal(told(asked(fair()), asked({ rule: "host_order", support: 0, rooms: 0 })), "");
  assert.equal(whyNotEarlier(asked(undefined), { questions: { q1: { ...asked(fair()), rank: 1 } } }), "");
});
