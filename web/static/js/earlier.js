/** What stands before a question in the queue, and by what, as a sentence. Pure. */
import { questionsOf } from "./look.js";

const HALF_MINUTE = 30_000; // a few seconds of airtime decide nothing
const NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];

/** "Three stand before it: 1 of an earlier round, 2 with more support." "" where nothing does, or the host has put it there. */
export function whyNotEarlier(question, view) {
  const before = questionsOf(view).filter((other) => other.status === "open" && other.rank < question.rank);
  if (!before.length || !question.reason || question.reason.rule === "host_order" || question.override?.kind === "moved") return "";
  const kinds = before.map((other) => advantage(other, question, view));
  const found = ADVANTAGES.filter((kind) => kinds.includes(kind));
  const stand = `${NUMBERS[before.length] ?? before.length} ${before.length === 1 ? "stands" : "stand"} before it`;
  if (found.length === 1) return `${stand}, ${before.length === 1 ? "" : before.length === 2 ? "both " : "all "}${found[0]}.`;
  return `${stand}: ${found.map((kind) => `${kinds.filter((each) => each === kind).length} ${kind}`).join(", ")}.`;
}

const NEXT = "fixed as the next one";
const MOVED = "moved there by the host";
const HELD = "held and passed over";
const ROUND = "of an earlier round";
const UNCALLED = "of its round and not called before";
const AIRTIME = "with less airtime";
const LATE = "with less airtime or more support"; // what a room that began late is counted to have had is not told
const VOTES = "with more votes";
const SUPPORT = "with more support";
const WEIGHT = "with support that weighs more";
const AGE = "asked earlier";
const ADVANTAGES = [NEXT, MOVED, HELD, ROUND, UNCALLED, AIRTIME, LATE, VOTES, SUPPORT, WEIGHT, AGE];

/** Why another question stands before this one. */
function advantage(other, question, view) {
  const [theirs, ours] = [other.reason ?? {}, question.reason];
  if (other.next) return NEXT;
  if (other.override?.kind === "moved") return MOVED;
  if (other.held) return HELD;
  if (ours.rule === "by_votes") return (theirs.votes ?? 0) > (ours.votes ?? 0) ? VOTES : AGE;
  if (theirs.turn < ours.turn) return ROUND;
  if (ours.skipped && !theirs.skipped) return UNCALLED;
  const less = lessAirtime(theirs, ours);
  if (less === undefined) return LATE;
  return less ? AIRTIME : moreWanted(other, question, view);
}

/** Undefined where a room began late, so that it is counted to have had more than its airtime, and that may decide. */
function lessAirtime(theirs, ours) {
  const [less, more] = [theirs, ours].map((reason) => Math.floor((reason.airtime ?? 0) / HALF_MINUTE));
  if (!theirs.late && (!ours.late || less < more)) return less < more;
  return !ours.late && less === more ? false : undefined;
}

/** Support weighs by the share of each room, which is not told: the numbers say most of it. */
function moreWanted(other, question, view) {
  const [theirs, ours] = [other.reason, question.reason];
  if (theirs.support > ours.support || theirs.rooms > ours.rooms) return SUPPORT;
  const alike = theirs.support === ours.support && theirs.rooms === ours.rooms;
  return alike && age(other, view) <= age(question, view) ? AGE : WEIGHT;
}

/** A merged question is as old as its part from the room through which it stands where it does. */
function age(question, view) {
  const parts = [question, ...(question.sources ?? []).map((id) => view.questions[id])];
  return Math.min(...parts.filter((part) => part?.room_id === question.reason.room_id).map((part) => part.submitted_at));
}
