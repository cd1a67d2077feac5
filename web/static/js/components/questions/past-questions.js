/** What was answered, and what was promised, the first due first. Folded while the session runs. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { isOver, questionsOf } from "../../look.js";
import { promisesOf } from "../../promises.js";
import { AnsweredQuestion } from "../after/answered-question.js";
import { Correctable } from "../after/correctable.js";

export function PastQuestions() {
  const { view } = useSession();
  return html`<${AnsweredQuestions} /><${Fold} title="To be answered in writing" of=${Correctable} questions=${promisesOf(view.value)} open=${isOver(view.value)} />`;
}

export function AnsweredQuestions() {
  const { view } = useSession();
  const answered = questionsOf(view.value).filter((q) => q.status === "answered").sort((a, b) => a.answered_at - b.answered_at);
  return html`<${Fold} title="Answered" of=${AnsweredQuestion} questions=${answered} open=${isOver(view.value)} />`;
}

function Fold({ title, of: One, questions, open }) {
  if (!questions.length) return null;
  return html`<details class="fold" open=${open}>
    <summary>${title} <span class="fold__count">${questions.length}</span></summary>
    <ul class="question-list">${questions.map((q) => html`<li key=${q.id}><${One} question=${q} /></li>`)}</ul>
  </details>`;
}
