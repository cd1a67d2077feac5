/** Answered questions: a way back for a stray press, one more word, and better words for the answer. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { isOpen, onAir, questionsOf } from "../../look.js";
import { ActionButton } from "../action-button.js";
import { AnsweredQuestion } from "../after/answered-question.js";

export function HostDone() {
  const { view } = useSession();
  const done = questionsOf(view.value).filter((q) => q.status === "answered").sort((a, b) => b.answered_at - a.answered_at);
  if (!done.length) return null;
  return html`<details class="fold"><summary>Answered <span class="fold__count">${done.length}</span></summary>
    <ul class="question-list">${done.map((q) => html`<li key=${q.id}><${Done} question=${q} /></li>`)}</ul></details>`;
}

function Done({ question }) {
  const { view } = useSession();
  const data = { question_id: question.id };
  const again = isOpen(view.value, "answering") && !onAir(view.value) && !question.written_at;
  return html`<${AnsweredQuestion} question=${question}>
      ${again && html`<${ActionButton} name="panel.reopen" data=${data} class="button button--plain" label=${`Reopen ${question.number}`}>Reopen<//>
      <${ActionButton} name="panel.follow_up" data=${data} class="button button--plain" label=${`Follow-up to ${question.number}`}>Follow-up<//>`}<//>`;
}
