/** Questions asked of a view. Pure; `view` and `me` are the dicts of the wire. */
import { byPosition, byRank, entries } from "./order.js";

export const phasesOf = (view) => byPosition(view.phases);
export const roomsOf = (view) => byPosition(view.rooms);
export const questionsOf = (view) => entries(view.questions);

/** It runs or is paused: the present moment is in it. */
export const isPresent = (phase) => phase.status === "running" || phase.status === "paused";

/** The one the present moment is in; undefined before the start and after the end. */
export const currentPhase = (view) => phasesOf(view).find(isPresent);


/** The first phase that is still to come. */
export const nextPhase = (view) => phasesOf(view).find((p) => p.status === "planned");

/** Before the start and in breakouts the own room is where people are. */
export const worksInRooms = (view) => ["breakout", undefined].includes(currentPhase(view)?.kind);

export const isOpen = (view, what) => (view.session?.open ?? []).includes(what);

/** A finished session may go on being read; nothing in it runs. */
export const isOver = (view) => ["finished", "archived"].includes(view.session?.status);

export const onAir = (view) => questionsOf(view).find((q) => q.status === "on_air");

export const roomName = (room) => (room ? `${room.letter ? `${room.letter} · ` : ""}${room.theme}` : "");

const UNHEARD = ["draft", "pending", "open"];

/** [id, name] of who should speak for a room, here or away. */
export function speakerToBe(room) {
  return room?.representative_id ? [room.representative_id, room.representative] : [room?.deputy_id, room?.deputy];
}

/** May this person support this question now? Mirrors the server, which decides. */
export function mayVote(view, me, question) {
  if (!isOpen(view, "voting") || me.facilitates || !me.roles?.includes("participant")) return false;
  if (!["draft", "open"].includes(question.status)) return false;
  return view.session.voting_scope === "all" && question.status === "open" ? true : question.room_id === me.room_id;
}

/** The room whose matters are this person's: where they sit, or where they help. */
export const roomIdOf = (me) => me.room_id ?? me.facilitates;

/** Does the question speak for this room, by itself or for a question that is part of it? */
export const standsFor = (question, roomId) => roomId !== undefined && (question.room_id === roomId || Boolean(question.credited?.includes(roomId)));

/** Does this person speak for the room of the question? */
export const speaksFor = (me, question) => Boolean(me.speaks_as) && me.room_id === question.room_id;

/** A deputy who is called now, because the representative is away. */
export const standsIn = (view, me) => me.speaks_as === "deputy" && view.rooms?.[me.room_id]?.speaker_id === me.id;

/** The author until it is submitted, who speaks for the room until it is heard. */
export function mayEdit(view, me, question) {
  if (isOver(view) || !UNHEARD.includes(question.status)) return false;
  if (me.roles?.includes("moderator")) return true;
  return speaksFor(me, question) || (question.status === "draft" && Boolean(me.questions?.[question.id]));
}

/** Better words for what was heard or promised, also after the end: for who reviews questions. */
export const mayCorrect = (me, question) => ["answered", "promised"].includes(question.status) && ["host", "moderator"].some((role) => me.roles?.includes(role));

export const mayWriteAnswer = (me) => ["host", "panelist"].some((role) => me.roles?.includes(role));

/** The author, until it is on air. */
export function mayWithdraw(view, me, question) {
  return !isOver(view) && UNHEARD.includes(question.status) && Boolean(me.questions?.[question.id]);
}

/** The question that is called next, once everybody knows the order. What is held is passed over. */
export function upNext(view) {
  const waiting = byRank(questionsOf(view).filter((q) => q.status === "open" && q.rank !== undefined && !q.held));
  return waiting.find((q) => q.next) ?? waiting[0];
}

/** Questions wait, the panel comes or is there, and nobody has handed over yet. */
export function awaitsHandOver(view) {
  const near = ["break", "panel"].includes(currentPhase(view)?.kind);
  return near && view.session.handed_over_at === undefined && questionsOf(view).some((q) => q.status === "open");
}

/** For who speaks for a room while the panel answers: {state: on | next | waiting | held | done, question, place, aside: what is held besides}. */
export function turnOf(view, me) {
  if (!me.speaks_as || !isOpen(view, "answering")) return undefined;
  const air = onAir(view);
  if (air && standsFor(air, me.room_id)) return { state: "on", question: air };
  const ours = byRank(questionsOf(view).filter((q) => q.status === "open" && standsFor(q, me.room_id)));
  const mine = ours.find((q) => !q.held) ?? ours[0];
  if (!mine) return { state: "done" };
  const aside = ours.filter((q) => q.held && q !== mine);
  if (mine.held) return { state: "held", question: mine, place: mine.rank, aside };
  if (upNext(view)?.id === mine.id) return { state: "next", question: mine, place: 1, aside };
  return { state: "waiting", question: mine, place: mine.rank, aside };
}

/** Who will answer a promised question, as a name. */
export function ownerName(view, owner) {
  return view.people?.[owner]?.name ?? (owner === "host" ? "the host" : owner);
}

/** The people of a room, in order of name. */
export function peopleOf(view, roomId) {
  return entries(view.people)
    .filter((p) => p.room_id === roomId && !p.facilitates)
    .sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
}

/** Whom a question can be addressed to, in order of name. */
export const panelistsOf = (view) =>
  entries(view.people).filter((p) => p.roles?.includes("panelist")).sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));

export const facilitatorsOf = (view, roomId) => entries(view.people).filter((p) => p.facilitates === roomId);

/** Which part of the host's page the phase is about; it stands first. */
export function focusOf(view) {
  if (isOver(view)) return "recordings";
  const kind = currentPhase(view)?.kind;
  if (kind === undefined) return "links";
  return kind === "breakout" || kind === "plenary" ? "rooms" : "queue";
}
