/** What taking a decision back means: which commands, whether it is still so, and in which words. Pure. */
import { isOver, questionsOf } from "./look.js";

/** A decision that was taken: {name, data, before}, with the question as it was. */
export function decision(view, name, data) {
  const question = view.questions[data.question_id];
  const parts = questionsOf(view).filter((q) => q.merged_into === data.question_id).map((q) => q.id);
  return { name, data, before: { ...facts(question), text: question.text, number: question.number, rejection: question.rejection, parts } };
}

const facts = (question) => ({ status: question.status, merged_into: question.merged_into, wordings: question.history?.length ?? 0 });

const hiddenBefore = ({ rejection }) => ["qa_queue.reject", { reason: rejection }];

/** By the decision's name: the command that takes it back, how the question stands after it, and its words. */
const DECISIONS = {
  "qa_queue.approve": {
    back: ({ before }) => (before.status === "rejected" ? hiddenBefore(before) : ["qa_queue.send_back"]),
    stands: (now) => now.status === "open",
    words: () => "approved",
  },
  "qa_queue.reject": {
    back: ({ before }) => [before.status === "pending" ? "qa_queue.send_back" : "qa_queue.approve"],
    stands: (now) => now.status === "rejected",
    words: () => "rejected",
  },
  "qa_queue.send_back": {
    back: ({ before }) => (before.status === "rejected" ? hiddenBefore(before) : ["qa_queue.approve"]),
    stands: (now) => now.status === "pending",
    words: () => "sent back to review",
  },
  "qa_queue.merge": {
    back: () => ["qa_queue.unmerge"],
    stands: (now, { data }) => now.merged_into === data.into,
    words: (view, { data }) => `merged into ${nameOf(view, data.into)}`,
  },
  "qa_queue.unmerge": {
    back: ({ before }) => ["qa_queue.merge", { into: before.merged_into }],
    stands: (now) => now.merged_into === undefined,
    words: () => "taken apart",
  },
  "qa_queue.edit": {
    back: ({ before }) => ["qa_queue.edit", { text: before.text }],
    stands: (now, { before }) => now.wordings === before.wordings + 1,
    words: () => "edited",
  },
};

/** The commands that take a decision back, in order. What came free when a question was hidden becomes part of it again. */
export function undoing(decided) {
  const { question_id } = decided.data;
  const [name, data] = DECISIONS[decided.name].back(decided);
  const freed = ["qa_queue.reject", "qa_queue.send_back"].includes(decided.name) ? decided.before.parts : [];
  return [[name, { question_id, ...data }], ...freed.map((id) => ["qa_queue.merge", { question_id: id, into: question_id }])];
}

/** Is the question as the decision left it, or does this page not know of the decision yet? Else somebody else decided since. */
export function stillSo(view, decided) {
  const question = view.questions?.[decided.data.question_id];
  if (!question) return false;
  const now = facts(question);
  return DECISIONS[decided.name].stands(now, decided) || Object.keys(now).every((key) => now[key] === decided.before[key]);
}

/** The last decision that can be taken back. What was approved is promised once the evening is over, and stays so. */
export const lastOf = (view, taken) => taken.filter(({ name }) => !isOver(view) || name !== "qa_queue.approve").at(-1);

const nameOf = (view, id) => view.questions?.[id]?.number ?? "another one";

/** "C-2 approved". */
export const decidedWords = (view, decided) => `${decided.before.number ?? "A question"} ${DECISIONS[decided.name].words(view, decided)}`;

const MEANWHILE = {
  open: "was approved", rejected: "was rejected", pending: "was sent back to review", on_air: "came on air", answered: "was answered", promised: "was promised an answer",
};

/** "C-2 was approved meanwhile.": what somebody else did to a question; `number`: where it is gone altogether. */
export function meanwhileWords(view, id, number = "A question") {
  const question = view.questions?.[id];
  const name = question?.number ?? number;
  if (!question) return `${name} was taken back meanwhile.`;
  if (question.status === "merged") return `${name} was merged into ${nameOf(view, question.merged_into)} meanwhile.`;
  return `${name} ${MEANWHILE[question.status] ?? "was changed"} meanwhile.`;
}

/** Why a decision cannot be taken back any more. */
export function overtakenWords(view, { name, data, before }) {
  if (name === "qa_queue.edit" && view.questions?.[data.question_id]) return `The words of ${before.number ?? "the question"} were changed meanwhile.`;
  return meanwhileWords(view, data.question_id, before.number);
}
