/** What the host has to do, most urgent first. Pure: from a view and the time to a list. */
import { currentPhase, isOpen, isOver, onAir, questionsOf, roomsOf, worksInRooms } from "./look.js";
import { entries } from "./order.js";
import { listWords } from "./words.js";

const LATE_MS = 60_000;

/**
 * [{key, text, at?, since?, call_url?, command?, data?, label?}]: `at` is the id of the panel to look at, `command` what one press does about it.
 * `now` (ms): the server's time; what is late depends on it. `me`: whose promises these are.
 */
export function hostNeeds(view, now = 0, me = {}) {
  if (isOver(view)) return afterwards(view);
  return [...helping(view, me), ...calls(view), ...time(view, now), ...queue(view), ...people(view), ...beforehand(view)];
}

/** Where this host has promised to go: the way there, and the end of it. */
function helping(view, me) {
  const rooms = roomsOf(view).filter((room) => room.help?.taken_by && room.help.taken_by === (me.name ?? "the host"));
  return rooms.map((room) => ({
    key: `go:${room.id}`, text: `You help room ${room.letter ?? room.theme}.`, since: room.help.taken_at, at: `room-${room.id}`, call_url: room.call_url,
    command: "rooms.end_help", data: { room_id: room.id }, label: "It is settled",
  }));
}

function calls(view) {
  return roomsOf(view).filter((room) => room.help && !room.help.taken_by).sort((a, b) => a.help.at - b.help.at).map((room) => ({
    key: `help:${room.id}`, text: `Room ${room.letter ?? room.theme} asks for help.`, since: room.help.at, at: `room-${room.id}`,
    command: "rooms.take_help", data: { room_id: room.id }, label: "I will go",
  }));
}

function time(view, now) {
  const { session } = view;
  const phase = currentPhase(view);
  if (session.status === "lobby" && session.starts_at && now > session.starts_at + LATE_MS) {
    return [{ key: "late", text: "The planned start has passed. Start when you are ready.", at: "now" }];
  }
  if (phase?.status === "running" && phase.ends_at !== undefined && now > phase.ends_at) {
    return [{ key: "over", text: `“${phase.title}” is over time. Go on, or give it more minutes.`, at: "now" }];
  }
  return [];
}

function queue(view) {
  const open = questionsOf(view).filter((q) => q.status === "open").length;
  if (!open || currentPhase(view)?.kind !== "panel") return [];
  if (!view.session.handed_over_at) return [{ key: "hand", text: "Hand the questions over to the panel.", at: "queue" }];
  if (isOpen(view, "answering") && !onAir(view)) return [{ key: "call", text: "Call the next question.", at: "queue" }];
  return [];
}

function people(view) {
  if (currentPhase(view)?.kind === "panel") return [];
  const silent = roomsOf(view).filter((room) => room.seats > 0 && !room.representative_id);
  if (!silent.length) return [];
  const names = listWords(silent.map((room) => room.letter ?? room.theme));
  return [{ key: "silent", text: `${silent.length === 1 ? `Room ${names} has` : `Rooms ${names} have`} no representative.`, at: "rooms" }];
}

function beforehand(view) {
  const { session } = view;
  const rooms = roomsOf(view);
  const needs = [];
  if (session.status === "lobby" && !session.people) needs.push({ key: "alone", text: "Nobody has joined yet. Share the join link.", at: "links" });
  if (!rooms.length) needs.push({ key: "rooms", text: "Add a room.", at: "rooms" });
  if (session.status === "lobby" && !session.recording_notice) {
    needs.push({ key: "notice", text: "Say what is recorded, so that people can agree before they speak.", at: "details" });
  }
  const calls = rooms.filter((room) => !room.call_url).map((room) => room.letter ?? room.theme);
  if (worksInRooms(view) && calls.length && calls.length < rooms.length) {
    needs.push({ key: "calls", text: `No call link yet: ${calls.length === 1 ? "room" : "rooms"} ${listWords(calls)}.`, at: "rooms" });
  }
  return needs;
}

function afterwards(view) {
  const needs = [];
  if (!entries(view.recordings).length) needs.push({ key: "link", text: "Link the recordings, so that people can watch later.", at: "recordings" });
  return needs;
}
