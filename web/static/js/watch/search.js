/** Which questions fit what a reader looks for, and in which order. Pure; items are {words, room, status, place, roomPlace}. */

/** Small letters without their marks: "Évaluer" is found by "evaluer". */
export const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/\s+/g, " ").trim();

/** What has to be there, each somewhere. */
export const termsOf = (words) => fold(words).split(" ").filter(Boolean);

/** A test for items: every word has to be there, in any order. `words` of an item are folded already. */
export function wanted({ words = "", room = "", status = "" }) {
  const terms = termsOf(words);
  return (item) => (!room || item.room === room) && (!status || item.status === status) && terms.every((term) => item.words.includes(term));
}

/** As they were on air, or by room and then as they were on air. */
export const inOrder = (items, by) =>
  [...items].sort((a, b) => (by === "room" ? a.roomPlace - b.roomPlace : 0) || a.place - b.place);

export const foundWords = (n, all) => (n === all ? "" : `${n} of ${all} ${all === 1 ? "question" : "questions"}`);
