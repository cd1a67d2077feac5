import assert from "node:assert/strict";
import { test } from "node:test";
import { airtimeWords, whyHere } from "../../web/static/js/reasons.js";

const view = { rooms: { r1: { letter: "A", theme: "Mentoring", airtime: 90_000 }, r2: { letter: "B", theme: "Networks" }, r3: { theme: "Without a letter" } } };
const fair = (more = {}) => ({ rule: "fair_turn", support: 7, rooms: 3, turn: 2, room_id: "r2", airtime: 90_000, ...more });
const why = (question) => whyHere({ room_id: "r1", ...question }, view);

test("by fair turn a place is told by the round of the room, its airtime and its support", () => {
  assert.equal(why({ reason: fair() }), "Round 2 for room B. 1:30 airtime so far. Supported by 7 people of 3 other rooms.");
  assert.equal(why({ reason: fair({ turn: 1, airtime: 0, support: 0, rooms: 0 }) }), "Round 1 for room B. No airtime so far. No support from other rooms yet.");
  assert.match(why({ reason: fair({ support: 1, rooms: 1, room_id: "r3" }) }), /^Round 2 for room Without a letter\. .* Supported by 1 person of 1 other room\.$/);
});
test("a room that began late is told to join the round that runs", () => {
  assert.match(why({ reason: fair({ late: true }) }), /other rooms\. The room began late, so it joins the round that runs\.$/);
});
test("no airtime is told only where another room had some", () => {
  const before = { rooms: { r1: { letter: "A" }, r2: { letter: "B", airtime: 0 } } };
  assert.equal(whyHere({ reason: fair({ turn: 1, airtime: 0 }) }, before), "Round 1 for room B. Supported by 7 people of 3 other rooms.");
});
test("what was called and taken off again is told to stand behind the others of its round", () => {
  assert.match(why({ reason: fair({ skipped: true }) }), /other rooms\. It was called and taken off again, so it stands behind the others of its round\.$/);
});
test("a merged question tells through which part it stands where it does", () => {
  assert.match(why({ reason: fair(), credited: ["r2"] }), /^Round 2, through its part from room B\. 1:30/);
  assert.match(why({ reason: fair({ room_id: "r1" }), credited: ["r2"] }), /^Round 2 for room A\. 1:30/);
});
test("by votes a place is told by the votes, in the host's order by the host", () => {
  assert.equal(why({ reason: { rule: "by_votes", support: 1, rooms: 1, votes: 12 } }), "12 votes: most votes first.");
  assert.equal(why({ reason: { rule: "by_votes", support: 0, rooms: 0 } }), "0 votes: most votes first.");
  assert.equal(why({ reason: { rule: "host_order", support: 0, rooms: 0 } }), "The host has put the questions in this order.");
});
test("a merged question tells for which rooms it speaks too", () => {
  assert.match(why({ reason: fair(), credited: ["r2"] }), /It speaks for room B too\.$/);
  assert.match(why({ credited: ["r2", "r1"] }), /^It speaks for rooms A and B too\.$/);
});
test("what the host did is told with the reason, as a sentence", () => {
  assert.equal(why({ override: { kind: "moved", reason: "Fits the answer before" } }), "The host moved it here: Fits the answer before.");
  assert.equal(why({ override: { kind: "moved", reason: "Why not?" } }), "The host moved it here: Why not?");
  assert.equal(why({ override: { kind: "called" } }), "The host called it out of order.");
  assert.match(why({ reason: fair(), override: { kind: "moved" } }), /^Round 2 .* The host moved it here\.$/);
});
test("what is held says by what", () => {
  assert.equal(why({ held: "absent" }), "Held, as nobody who speaks for room A is here.");
  assert.equal(why({ held: "host" }), "Held: it is passed over and keeps its place.");
});
test("where nothing is known nothing is said", () => {
  assert.equal(why({}), "");
  assert.equal(whyHere({ room_id: "gone", held: "absent" }, {}), "Held, as nobody who speaks for room ? is here.");
});
test("airtime is told in minutes and seconds", () => {
  assert.deepEqual([0, 400, 90_000, 90_499, 3_600_000].map(airtimeWords), ["0:00", "0:00", "1:30", "1:30", "60:00"]);
});
