/** The order things stand in. Pure, and the same on every reload. */

/** FNV-1a, 32 bit, with a final mix so that neighbours such as q1 and q2 spread. */
export function hash(text) {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** Ids in an order of this person's own, so that no question is always first. */
export function shuffled(ids, ownId) {
  const place = new Map(ids.map((id) => [id, hash(`${ownId}\n${id}`)]));
  return [...ids].sort((a, b) => place.get(a) - place.get(b) || byText(a, b));
}

/** A collection of the view as a list of its items with their ids, by position. */
export function byPosition(collection = {}) {
  return entries(collection).sort((a, b) => a.position - b.position || byText(a.id, b.id));
}

/** By rank; what has none stands last, oldest first. */
export function byRank(questions) {
  const rank = (q) => q.rank ?? Infinity;
  return [...questions].sort((a, b) => {
    if (rank(a) !== rank(b)) return rank(a) - rank(b);
    return asked(a) - asked(b) || byText(a.id, b.id);
  });
}

/** Most supported first, then oldest: how a room sees its own drafts. */
export function byScore(questions) {
  return [...questions].sort((a, b) => b.score - a.score || asked(a) - asked(b) || byText(a.id, b.id));
}

/** As the representative put them; what has no place yet follows: most votes of the room's own members first, then the oldest. */
export function byRoomOrder(questions) {
  const place = (q) => q.room_order ?? Infinity;
  const ownVotes = (q) => q.score - (q.support ?? 0);
  return [...questions].sort((a, b) => {
    if (place(a) !== place(b)) return place(a) - place(b);
    return ownVotes(b) - ownVotes(a) || asked(a) - asked(b) || byText(a.id, b.id);
  });
}

/** The ids with one of them a step earlier (-1) or later (+1). */
export function moved(ids, id, step) {
  const from = ids.indexOf(id);
  const to = Math.min(ids.length - 1, Math.max(0, from + step));
  const rest = ids.filter((other) => other !== id);
  return from < 0 ? [...ids] : [...rest.slice(0, to), id, ...rest.slice(to)];
}

/** Oldest first. */
export const byAge = (questions) => [...questions].sort((a, b) => asked(a) - asked(b) || byText(a.id, b.id));

/** For searching: small letters, no accents. */
export const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

const asked = (q) => q.submitted_at ?? q.drafted_at ?? 0;

/** {id: item} as [{id, ...item}]. */
export const entries = (collection = {}) => Object.entries(collection).map(([id, item]) => ({ ...item, id }));

/** What is on screen stays where it is; what is gone leaves; what is new joins at the end. */
export function keepOrder(shown, wanted) {
  const present = new Set(wanted);
  const kept = shown.filter((id) => present.has(id));
  const known = new Set(kept);
  return [...kept, ...wanted.filter((id) => !known.has(id))];
}
