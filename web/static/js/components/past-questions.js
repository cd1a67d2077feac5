/** What was answered, and what was promised. Folded while the session runs. */
import { html } from "htm/preact";
import { useSession } from "../context.js";
import { isOver, questionsOf } from "../look.js";
import { Question } from "./question.js";

export function PastQuestions() {
  const { view } = useSession();
  const answered = questionsOf(view.value).filter((q) => q.status === "answered").sort((a, b) => a.answered_at - b.answered_at);
  const promised = questionsOf(view.value).filter((q) => q.status === "promised");
  const open = isOver(view.value);
  return html`<${Fold} title="Answered" questions=${answered} open=${open} /><${Fold} title="To be answered in writing" questions=${promised} open=${open} />`;
}

function Fold({ title, questions, open }) {
  if (!questions.length) return null;
  return html`<details class="fold" open=${open}>
    <summary>${title} <span class="fold__count">${questions.length}</span></summary>
    <ul class="question-list">${questions.map((q) => html`<li key=${q.id}><${Question} question=${q} /></li>`)}</ul>
  </details>`;
}
