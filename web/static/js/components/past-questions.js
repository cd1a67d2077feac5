/** What was answered, and what was promised, the first due first. Folded while the session runs. */
import { html } from "htm/preact";
import { useSession } from "../context.js";
import { isOver, questionsOf } from "../look.js";
import { promisesOf } from "../promises.js";
import { Question } from "./question.js";

export function PastQuestions() {
  const { view } = useSession();
  const open = isOver(view.value);
  return html`<${AnsweredQuestions} /><${Fold} title="To be answered in writing" questions=${promisesOf(view.value)} open=${open} />`;
}

export function AnsweredQuestions() {
  const { view } = useSession();
  const answered = questionsOf(view.value).filter((q) => q.status === "answered").sort((a, b) => a.answered_at - b.answered_at);
  return html`<${Fold} title="Answered" questions=${answered} open=${isOver(view.value)} />`;
}

function Fold({ title, questions, open }) {
  if (!questions.length) return null;
  return html`<details class="fold" open=${open}>
    <summary>${title} <span class="fold__count">${questions.length}</span></summary>
    <ul class="question-list">${questions.map((q) => html`<li key=${q.id}><${Question} question=${q} /></li>`)}</ul>
  </details>`;
}
