/** What the host has to do, most urgent first. Pure: from a view and the time to a list. */
import { callTroubles } from "./calls.js";
import { formatDate } from "./clock.js";
import { isRetentionUnset } from "./keeping.js";
import { currentPhase, isOpen, isOver, nextPhase, onAir, questionsOf, roomsOf, speakerToBe, upNext, worksInRooms } from "./look.js";
import { promisesOf } from "./promises.js";
import { canBeHeard, flagsOf, isUnchecked, missing, recordingsOf, whose } from "./recordings.js";
import { waitingOf } from "./review.js";
import { roomsWithoutTurn } from "./turns.js";
import { count, listWords, stillToReview } from "./words.js";

const LATE_MS = 60_000;

/**
 * [{key, text, at?, since?, call_url?, command?, data?, label?}]: `at` is the id of the panel to look at, `command` what one press does about it.
 * `now` (ms): the server's time; what is late depends on it. `me`: whose promises these are. `here`: the ids of who is connected, if known.
 */
export function hostNeeds(view, now = 0, me = {}, here = undefined) {
  if (isOver(view)) return afterwards(view, now);
  return [
    ...helping(view, me), ...calls(view), ...callTroubles(view), ...speakers(view), ...time(view, now), ...queue(view), ...voices(view, here), ...turns(view, now),
    ...review(view), ...people(view), ...beforehand(view),
  ];
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
    return [{ key: "over", text: `“${phase.title}” is over time. ${nextPhase(view) ? "Go on" : "Finish"}, or give it more minutes.`, at: "now" }];
  }
  return [];
}

/** Somebody has to be there to ask what is on air or comes next. */
function speakers(view) {
  if (!isOpen(view, "answering")) return [];
  const asked = [onAir(view), upNext(view)].filter((q) => q && isSilent(view.rooms?.[q.room_id]));
  const needs = asked.map((q) => ({ ...nobodySpeaks(view, q.room_id), command: "panel.hold", data: { question_id: q.id }, label: `Hold ${q.number}` }));
  const passed = passedOver(view).filter((id) => !asked.some((q) => q.room_id === id));
  return [...needs, ...passed.map((id) => ({ ...nobodySpeaks(view, id, " Its question is passed over until somebody is."), ...isHere(view.rooms[id]) }))];
}

/** Who will be heard for the room that is on air or next, where that is not as everybody expects. */
function voices(view, here) {
  if (!here || !isOpen(view, "answering")) return [];
  const [air, next] = [onAir(view), upNext(view)];
  const turns = [[air, "which is on air"], [next?.room_id === air?.room_id ? undefined : next, "which is next"]];
  return turns.flatMap(([question, when]) => voice(view.rooms?.[question?.room_id], question?.room_id, when, here));
}

function voice(room, id, when, here) {
  if (!room?.speaker_id) return [];
  const speaks = `${room.speaker} speaks for ${roomsInWords([room], "room")}`;
  const need = { key: `voice:${id}`, at: `room-${id}` };
  if (!here.includes(room.speaker_id)) return [{ ...need, text: `${speaks}, ${when}, but has no connection.` }];
  return room.absent?.includes("representative") ? [{ ...need, text: `${room.representative} is away. ${speaks}.` }] : [];
}

/** One press, when the host hears them in the call. */
function isHere(room) {
  const [id, name] = speakerToBe(room);
  return id ? { command: "rooms.mark_present", data: { participant_id: id }, label: `${name} is here` } : {};
}

const nobodySpeaks = (view, id, more = "") => (
  { key: `absent:${id}`, text: `Nobody who speaks for ${roomsInWords([view.rooms[id]], "room")} is here.${more}`, at: `room-${id}` });

/** Rooms that would be called by now, if somebody were there. */
function passedOver(view) {
  const next = upNext(view)?.rank ?? Infinity;
  return [...new Set(questionsOf(view).filter((q) => q.status === "open" && q.held === "absent" && q.rank < next).map((q) => q.room_id))];
}

const isSilent = (room) => Boolean(room?.absent?.length) && !room.speaker_id;

function queue(view) {
  const open = questionsOf(view).filter((q) => q.status === "open").length;
  if (!open || currentPhase(view)?.kind !== "panel") return [];
  if (!view.session.handed_over_at) return [{ key: "hand", text: "Hand the questions over to the panel.", at: "queue" }];
  if (isOpen(view, "answering") && !onAir(view)) return [{ key: "call", text: "Call the next question.", at: "queue" }];
  return [];
}

/** Said as soon as it can be seen, while something can still be done. */
function turns(view, now) {
  const rooms = roomsWithoutTurn(view, now);
  if (!rooms.length) return [];
  return [{ key: "turns", text: `${roomsInWords(rooms)} will not get a turn at this pace. Ask for shorter answers, or give the panel more minutes.`, at: "now" }];
}

function review(view) {
  const waiting = waitingOf(view).length;
  return waiting ? [{ key: "review", text: `${count(waiting, "question waits", "questions wait")} for review.`, at: "review" }] : [];
}

function people(view) {
  if (currentPhase(view)?.kind === "panel") return [];
  const silent = roomsOf(view).filter((room) => room.seats > 0 && !room.representative_id);
  if (!silent.length) return [];
  return [{ key: "silent", text: `${roomsInWords(silent)} ${silent.length === 1 ? "has" : "have"} no representative.`, at: "rooms" }];
}

/** "Room B", "Rooms B and D". */
function roomsInWords(rooms, one = "Room") {
  return `${one}${rooms.length === 1 ? "" : "s"} ${listWords(rooms.map((room) => room.letter ?? room.theme))}`;
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
  const calls = rooms.filter((room) => !room.call_url);
  if (worksInRooms(view) && calls.length && calls.length < rooms.length) {
    needs.push({ key: "calls", text: `No call link yet: ${roomsInWords(calls, "room")}.`, at: "rooms" });
  }
  return needs;
}

function afterwards(view, now) {
  const owed = promisesOf(view);
  const left = waitingOf(view).length;
  return [
    owed.length > 0 && { key: "owed", text: `${count(owed.length, "promised answer is", "promised answers are")} still owed${firstDue(owed[0])}.`, at: "promises" },
    left > 0 && { key: "review", text: stillToReview(left).trim(), at: "review" },
    ...callTroubles(view), ...unlinked(view), ...recordingsOf(view).flatMap((recording) => unsettled(view, recording, now)),
    isRetentionUnset(view) && { key: "keep", text: "Say how long names and questions are kept.", at: "keep" },
  ].filter(Boolean);
}

/** What nobody has linked. One room without a recording is missed where another room has one: many evenings record the plenary only. */
function unlinked(view) {
  const { plenary, rooms } = missing(view);
  const linked = recordingsOf(view);
  if (!linked.length) return plenary ? [{ key: "link", text: "Link the recordings, so that people can watch later.", at: "recordings" }] : [];
  const others = linked.some((recording) => recording.room_id !== undefined) ? rooms : [];
  return [
    plenary && { key: "link", text: "There is no recording of the plenary.", at: "recordings" },
    others.length > 0 && { key: "link:rooms", text: `There is no recording of ${roomsInWords(others, "room")}.`, at: "recordings" },
  ].filter(Boolean);
}

const PROBLEMS = {
  gone: "is gone", failed: "failed", unplaced: "has no times yet", apart: "lies beside the evening", paused: "was paused while questions were asked", leaving: "is deleted soon",
};

/** What is wrong with one recording, else that nobody has listened yet whether its seconds are right. */
function unsettled(view, recording, now) {
  const [flag] = flagsOf(view, recording, now);
  const need = { key: `recording:${recording.id}`, at: `recording-${recording.id}` };
  if (flag) return [{ ...need, text: `The recording of ${whose(view, recording)} ${PROBLEMS[flag.key]}.` }];
  const unchecked = isUnchecked(recording) && canBeHeard(recording, now);
  return unchecked ? [{ ...need, text: "Nobody has checked the seconds of the plenary. Set one while watching." }] : [];
}

const firstDue = ({ due_at }) => (due_at === undefined ? "" : `, the first by ${formatDate(due_at)}`);
