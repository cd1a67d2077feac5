/** The moderator's desk: what stands there, what can be done with it, what undoing it means. Pure. */
import { questionsOf } from "./look.js";
import { byAge, fold } from "./order.js";

/** The reasons that fit most questions which are not accepted. */
export const REASONS = ["Asked already", "Not about the theme", "Names a person", "Not a question"];

const CAN = {
  pending: ["approve", "reject", "edit", "merge"],
  open: ["edit", "reject", "merge", "send_back"],
  rejected: ["send_back"],
  merged: ["unmerge"],
};

/** What a moderator can do with a question as it is now. */
export const can = (question, what) => Boolean(CAN[question?.status]?.includes(what));

/** What waits for review: oldest first, or newest first for the second of two moderators. */
export function waitingOf(view, newestFirst = false) {
  const waiting = byAge(questionsOf(view).filter((q) => q.status === "pending"));
  return newestFirst ? waiting.reverse() : waiting;
}

export const rejectedOf = (view) => byAge(questionsOf(view).filter((q) => q.status === "rejected")).reverse();

/** Everything everybody may still change: what waits for review, and for its turn. What is part of another stands under it. */
export const listed = (view) => byAge(questionsOf(view).filter((q) => q.status === "open" || q.status === "pending"));

/** Which of `ids` stands on the desk: the same as before, else what came after it, else what came before it. */
export function standing({ ids: before, at }, ids) {
  if (ids.includes(at)) return at;
  const present = new Set(ids);
  const place = before.indexOf(at);
  return before.slice(place + 1).find((id) => present.has(id)) ?? before.slice(0, Math.max(0, place)).reverse().find((id) => present.has(id)) ?? ids[0];
}

/** The id `step` places from another one, if there is one. */
export const beside = (ids, at, step) => (ids.includes(at) ? ids[ids.indexOf(at) + step] : undefined);

/** Do all the words that are looked for stand in a question: its text, number or author? Accents and capitals do not matter. */
export function says(question, looked) {
  const text = fold(`${question.number ?? ""} ${question.text} ${question.author ?? ""}`);
  return fold(looked).split(/\s+/).every((word) => text.includes(word));
}

/** Can the first become part of the second? Like goes into like; what waits for review also into what is open. */
export function mergeable(question, target) {
  if (!target || question.id === target.id || !can(question, "merge")) return false;
  return target.status === "open" || (target.status === "pending" && question.status === "pending");
}

/** What a question can become part of: the most alike first (`alike`: ids), then the oldest. */
export function targetsOf(view, question, alike = [], looked = "") {
  const place = (q) => (alike.includes(q.id) ? alike.indexOf(q.id) : alike.length);
  return byAge(questionsOf(view).filter((q) => mergeable(question, q) && says(q, looked))).sort((a, b) => place(a) - place(b));
}

/** The questions that are part of this one. */
export const sourcesOf = (view, question) => (question.sources ?? []).map((id) => ({ ...view.questions?.[id], id })).filter((q) => q.text);
