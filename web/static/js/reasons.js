/** Why a question stands where it stands, as a sentence. Pure. */
import { formatClock } from "./clock.js";
import { count, listWords } from "./words.js";

/** "1:30". */
export const airtimeWords = (ms) => formatClock(Math.round(ms / 1000) * 1000);

/** "Turn 2 of room C. 1:30 airtime so far. Supported by 7 people of 3 other rooms." and what the host did about it; "" where nothing is known. */
export function whyHere(question, view) {
  return [...byRule(question, view), credited(question, view), overrideWords(question), held(question, view)].filter(Boolean).join(" ");
}

function byRule({ reason }, view) {
  if (!reason) return [];
  if (reason.rule === "by_votes") return [`${count(reason.votes ?? 0, "vote")}: most votes first.`];
  if (reason.rule === "host_order") return ["The host has put the questions in this order."];
  return [turn(reason, view), airtime(reason), support(reason), reason.late && "The room began late, so it joins the round that runs."];
}

const turn = ({ turn: nth, room_id }, view) => nth !== undefined && `Turn ${nth} of room ${letterOf(view, room_id)}.`;

const airtime = (reason) => (reason.airtime ? `${airtimeWords(reason.airtime)} airtime so far.` : "No airtime so far.");

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
