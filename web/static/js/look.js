/** Questions asked of a view. Pure; `view` and `me` are the dicts of the wire. */
import { byPosition, entries } from "./order.js";

export const phasesOf = (view) => byPosition(view.phases);
export const roomsOf = (view) => byPosition(view.rooms);
export const questionsOf = (view) => entries(view.questions);

/** The phase that runs or is paused. */
export const currentPhase = (view) => phasesOf(view).find((p) => p.status === "running" || p.status === "paused");

/** The first phase that is still to come. */
export const nextPhase = (view) => phasesOf(view).find((p) => p.status === "planned");

/** Before the start and in breakouts the own room is where people are. */
export const worksInRooms = (view) => ["breakout", undefined].includes(currentPhase(view)?.kind);

export const isOpen = (view, what) => (view.session?.open ?? []).includes(what);

/** A finished session may go on being read; nothing in it runs. */
export const isOver = (view) => ["finished", "archived"].includes(view.session?.status);

export const onAir = (view) => questionsOf(view).find((q) => q.status === "on_air");

export const roomName = (room) => (room ? `${room.letter ? `${room.letter} · ` : ""}${room.theme}` : "");

/** May this person support this question now? Mirrors the server, which decides. */
export function mayVote(view, me, question) {
  if (!isOpen(view, "voting") || me.facilitates || !me.roles?.includes("participant")) return false;
  if (!["draft", "open"].includes(question.status)) return false;
  return view.session.voting_scope === "all" && question.status === "open" ? true : question.room_id === me.room_id;
}

/** Does this person speak for the room of the question? */
export const speaksFor = (me, question) => Boolean(me.speaks_as) && me.room_id === question.room_id;

/** The author until it is open, who speaks for the room until it is heard. */
export function mayEdit(view, me, question) {
  if (isOver(view) || !["draft", "open"].includes(question.status)) return false;
  if (me.roles?.includes("moderator")) return true;
  return speaksFor(me, question) || (question.status === "draft" && Boolean(me.questions?.[question.id]));
}

/** The author, until it is on air. */
export function mayWithdraw(view, me, question) {
  return !isOver(view) && ["draft", "open"].includes(question.status) && Boolean(me.questions?.[question.id]);
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

export const facilitatorsOf = (view, roomId) => entries(view.people).filter((p) => p.facilitates === roomId);

/** What the host has to do, most urgent first: [{text, at}] where `at` is the id of a panel of the page. */
export function hostNeeds(view) {
  const { session } = view;
  const rooms = roomsOf(view);
  const needs = [];
  const need = (at, text) => needs.push({ at, text });
  const open = questionsOf(view).filter((q) => q.status === "open").length;
  const kind = currentPhase(view)?.kind;
  if (isOver(view)) {
    if (!Object.keys(view.recordings ?? {}).length) need("recordings", "Link the recordings, so that people can watch later.");
    return needs;
  }
  if (session.status === "lobby" && !session.people) need("links", "Nobody has joined yet. Share the join link.");
  if (kind === "panel" && open && !session.handed_over_at) need("queue", "Hand the questions over to the panel.");
  if (kind === "panel" && open && session.handed_over_at && !onAir(view)) need("queue", "Call the next question.");
  const silent = rooms.filter((room) => room.seats > 0 && !room.representative_id);
  if (silent.length && kind !== "panel") {
    need("rooms", `${silent.length === 1 ? "A room has" : `${silent.length} rooms have`} no representative: ${silent.map((r) => r.letter ?? r.theme).join(", ")}.`);
  }
  if (!rooms.length) need("rooms", "Add a room.");
  return needs;
}
