/** Why a question stands where it stands, as a sentence. Pure. */
import { formatClock } from "./clock.js";
import { roomsOf } from "./look.js";
import { count, listWords } from "./words.js";

/** "1:30". */
export const airtimeWords = (ms) => formatClock(Math.round(ms / 1000) * 1000);

/** "Round 2 for room C. 1:30 airtime so far. Supported by 7 people of 3 other rooms." and what the host did about it; "" where nothing is known. */
export function whyHere(question, view) {
  return [...byRule(question, view), credited(question, view), overrideWords(question), held(question, view)].filter(Boolean).join(" ");
}

function byRule(question, view) {
  const { reason } = question;
  if (!reason) return [];
  if (reason.rule === "by_votes") return [`${count(reason.votes ?? 0, "vote")}: most votes first.`];
  if (reason.rule === "host_order") return ["The host has put the questions in this order."];
  return [round(question, view), airtime(reason, view), support(reason), reason.late && "The room began late, so it joins the round that runs.",
    reason.skipped && "It was called and taken off again, so it stands behind the others of its round."];
}

/** A merged question stands where its best part does, which may be another room's. */
function round({ reason: { turn, room_id }, credited: rooms }, view) {
  if (turn === undefined) return "";
  const room = `room ${letterOf(view, room_id)}`;
  return rooms?.includes(room_id) ? `Round ${turn}, through its part from ${room}.` : `Round ${turn} for ${room}.`;
}

/** Before anybody was on air there is nothing to compare. */
function airtime(reason, view) {
  if (reason.airtime) return `${airtimeWords(reason.airtime)} airtime so far.`;
  return roomsOf(view).some((room) => room.airtime) && "No airtime so far.";
}

const support = (reason) => (reason.support
  ? `Supported by ${count(reason.support, "person", "people")} of ${count(reason.rooms, "other room")}.`
  : "No support from other rooms yet.");

function credited({ credited: rooms }, view) {
  if (!rooms?.length) return "";
  return `It speaks for ${rooms.length === 1 ? "room" : "rooms"} ${listWords(rooms.map((id) => letterOf(view, id)).sort())} too.`;
}

/** What the host did against the rule, and why. "" where nothing was. */
export function overrideWords({ override }) {
  if (!override) return "";
  const deed = override.kind === "called" ? "The host called it out of order" : "The host moved it here";
  return override.reason ? sentence(`${deed}: ${override.reason}`) : `${deed}.`;
}

function held({ held: why, room_id }, view) {
  if (!why) return "";
  return why === "absent" ? `Held, as nobody who speaks for room ${letterOf(view, room_id)} is here.` : "Held: it is passed over and keeps its place.";
}

function letterOf(view, roomId) {
  const room = view.rooms?.[roomId];
  return room?.letter ?? room?.theme ?? "?";
}

const sentence = (words) => (/[.!?…]$/.test(words) ? words : `${words}.`);
