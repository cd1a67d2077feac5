/** What became of a question, in words for who wrote it. Pure. */
import { formatDate, formatWall } from "./clock.js";
import { ownerName } from "./look.js";
import { count, statusWord } from "./words.js";

/** `own`: the item of `me.questions`, which stays when nobody else sees the question any more. */
export function fateWords(own, id, view) {
  const question = view.questions?.[id] ?? {};
  return (FATES[own.status] ?? plain)(own, question, view);
}

const FATES = {
  draft: (own, question) => join(statusWord("draft"), votes(question)),
  open: (own, question) => join(statusWord("open"), question.rank && `place ${question.rank}`, votes(question)),
  on_air: (own, question) => `${statusWord("on_air")}${since(question.on_air_at)}`,
  pending: () => "waiting for review: a moderator reads it before all rooms do",
  rejected: (own) => (own.reason ? `not accepted: ${own.reason}` : "not accepted"),
  merged: (own, question, view) => `is part of ${view.questions?.[own.merged_into]?.number ?? "another question"} now; votes for yours count there too`,
  answered: (own, question, view) => (question.written_at ? join(`answered in writing${by(question, view)}`, formatDate(question.written_at)) : `answered${since(question.answered_at)}`),
  promised: (own, question, view) => `will be answered in writing${by(question, view)}${question.due_at ? `, until ${formatDate(question.due_at)}` : ""}`,
};

const plain = (own) => statusWord(own.status);
const votes = (question) => question.score !== undefined && count(question.score, "vote");
const since = (at) => (at ? ` at ${formatWall(at)}` : "");
const by = ({ owner }, view) => (owner ? ` by ${ownerName(view, owner)}` : "");
const join = (...facts) => facts.filter(Boolean).join(" · ");
