/** Answered questions, with a way back for a stray click, and promised ones. */
import { html } from "htm/preact";
import { useSession } from "../context.js";
import { isOpen, questionsOf } from "../look.js";
import { ActionButton } from "./action-button.js";
import { Question } from "./question.js";

export function HostDone() {
  const { view } = useSession();
  const done = questionsOf(view.value).filter((q) => q.status === "answered").sort((a, b) => b.answered_at - a.answered_at);
  const promised = questionsOf(view.value).filter((q) => q.status === "promised");
  return html`
    ${done.length > 0 && html`<details class="fold"><summary>Answered <span class="fold__count">${done.length}</span></summary>
      <ul class="question-list">${done.map((q) => html`<li key=${q.id}><${Question} question=${q}>
        ${isOpen(view.value, "answering") && html`<${ActionButton} name="panel.reopen" data=${{ question_id: q.id }} class="button button--plain" label=${`Reopen ${q.number}`}>Reopen<//>`}
      <//></li>`)}</ul></details>`}
    ${promised.length > 0 && html`<details class="fold"><summary>Promised <span class="fold__count">${promised.length}</span></summary>
      <ul class="question-list">${promised.map((q) => html`<li key=${q.id}><${Question} question=${q} /></li>`)}</ul></details>`}`;
}
