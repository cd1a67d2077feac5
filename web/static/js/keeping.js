/** How long a session is kept, and what forgetting means, in words. Pure. */
import { isOver } from "./look.js";
import { fold } from "./order.js";
import { count, listWords } from "./words.js";

const THEN = {
  delete: ["everything is deleted: names, questions, answers and links", "Delete everything"],
  pseudonymise: ["all names are forgotten; questions, answers and numbers stay", "Forget the names, keep the questions"],
};

/** [value, label] of what can happen when the time is over. Names are forgotten once. */
export const endingsOf = ({ session }) => Object.entries(THEN).map(([value, [, label]]) => [value, label]).filter(([value]) => value === "delete" || session.status !== "archived");

/** "22 December 2026": years later, the year matters. */
export const formatDueDay = (at, zone, locale) => new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone: zone }).format(at);

/** When it ends, and how. */
export function retentionWords({ session }) {
  const { retention, status } = session;
  if (status === "archived") return `The names are forgotten. ${retention?.due_at ? ending(retention) : "Questions, answers and numbers stay until the host deletes the session."}`;
  if (retention) return ending(retention);
  const told = daysTold({ session });
  return told ? `People were told ${count(told, "day")}; nothing happens by itself yet.` : "Nothing is deleted by itself. All of it stays until the host deletes it.";
}

function ending({ days, then, due_at }) {
  const when = due_at ? `On ${formatDueDay(due_at)}` : `${count(days, "day")} after the end`;
  return `${when} ${THEN[then]?.[0] ?? "it ends"}.`;
}

/** Somebody has to decide how long the names are kept. */
export const isRetentionUnset = (view) => isOver(view) && view.session.status !== "archived" && !view.session.retention;

/** For how many days it is kept, as everybody read before they agreed; undefined where nothing was said. */
export const daysTold = ({ session: { recording_notice } }) => (recording_notice?.recorded ? recording_notice.days : undefined);

/** Said before it is set: longer than people were told. "" where it is not. */
export function longerThanTold(view, days) {
  const told = daysTold(view);
  return told && days > told ? `People were told ${count(told, "day")}.` : "";
}

/** Their name is forgotten already; the server gave them another id. */
export const isNameless = ({ id }) => /^x[0-9a-f]{16}$/.test(id);

const REMOVED = "[removed]";

/** They were forgotten by themselves, not with all the others: perhaps nothing they wrote is left. */
export const isForgotten = (person) => person.name === REMOVED && isNameless(person);

const ANSWERS = ["panel.answered", "panel.answer_written"];
const OTHERS = ["panel.noted", "panel.called", "qa_queue.rejected", "qa_queue.moved", "rooms.announcement_made"];

/** How much a person wrote, by all that is stored of them: {questions, answers, others}. */
export function textsIn({ happened = [], viewing = {} }) {
  const wrote = happened.filter(({ own, data }) => own && ![undefined, null, "", REMOVED].includes(data.text ?? data.reason));
  const of = (...types) => wrote.filter(({ type }) => types.includes(type));
  const questions = (records) => new Set(records.map(({ data }) => data.question_id)).size;
  const thoughts = viewing.follow_ups?.length ?? viewing.follow_ups ?? 0; // told as a list, or as how many
  return { questions: questions(of("qa_queue.drafted")), answers: questions(of(...ANSWERS)), others: of(...OTHERS).length + thoughts };
}

/** "3 questions and 1 written answer"; "" for nothing. */
export function textsWords({ questions, answers, others }) {
  const parts = [[questions, "question"], [answers, "written answer"], [others, "other text"]].filter(([n]) => n);
  return listWords(parts.map(([n, what]) => count(n, what)));
}

/** Typed to confirm: the same words, whatever the case, accents and spaces. */
export const confirms = (typed, wanted) => plain(typed) === plain(wanted);

const plain = (text) => fold(text).replace(/\s+/g, " ").trim();

const REOPEN_MS = 60 * 60_000; // later it was no slip

/** Just ended: perhaps by accident. */
export const mayReopen = ({ session }, now) => session.status === "finished" && session.finished_at !== undefined && now - session.finished_at < REOPEN_MS;
