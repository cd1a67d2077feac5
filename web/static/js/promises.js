/** Answers that are owed: by whom, until when. Pure. */
import { panelistsOf, questionsOf } from "./look.js";
import { fromLocalInput, toLocalInput } from "./local-input.js";
import { entries } from "./order.js";

const TWO_WEEKS_MS = 14 * 86_400_000;

/** What is owed, the first due first; what is due at no day stands last. */
export function promisesOf(view) {
  const due = (question) => question.due_at ?? Infinity;
  return questionsOf(view).filter((question) => question.status === "promised")
    .sort((a, b) => (due(a) === due(b) ? 0 : due(a) - due(b)) || (a.number ?? "").localeCompare(b.number ?? "", "en", { numeric: true }));
}

/** Is it this person who promised? Who came by the link of the panel answers for all of it. */
export function isOwed({ owner = "" }, me) {
  const mine = me.name === undefined ? ["panel", "the panel"] : [me.name, me.id];
  return mine.some((name) => name?.toLowerCase() === owner.trim().toLowerCase());
}

/** Whose names are offered: the panel's first, then the hosts'. Any other can be written. */
export function owners(view) {
  const hosts = entries(view.people).filter((person) => person.roles?.includes("host"));
  return [...new Set([...panelistsOf(view), ...hosts].map((person) => person.name))];
}

/** An expert promises for themselves; else who has claimed it, or to whom it was addressed. */
export function likelyOwner(question, me) {
  if (me.roles?.includes("panelist")) return me.name ?? "the panel";
  return question.claimed_by ?? question.addressed_to ?? "";
}

/** The day of an instant where this browser is, as a date field wants it; "" for none. */
export const dueDay = (at) => toLocalInput(at).slice(0, 10);

export const inTwoWeeks = (now) => dueDay(now + TWO_WEEKS_MS);

/** The end of that day. */
export const dueAt = (day) => fromLocalInput(`${day}T23:59`);
