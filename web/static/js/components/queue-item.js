/** One waiting question in the host's queue: its place, why it stands there, what can be done. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useSession } from "../context.js";
import { isOver } from "../look.js";
import { count, reasonWords } from "../words.js";
import { ActionButton } from "./action-button.js";
import { ConfirmButton } from "./confirm-button.js";
import { EditForm } from "./edit-form.js";
import { Question } from "./question.js";

export function QueueItem({ question, callable }) {
  const { view } = useSession();
  const [editing, setEditing] = useState(false);
  const name = question.number ?? question.text;
  if (editing) return html`<${EditForm} question=${question} onEnd=${() => setEditing(false)} />`;
  return html`<${Question} question=${question} rank=${question.rank}>
    <span class="vote vote--still">${count(question.score ?? 0, "vote")}, ${question.support ?? 0} from other rooms</span>
    ${question.reason && html`<details class="why"><summary>Why here</summary><p class="hint">${reasonWords(question.reason)}</p></details>`}
    ${callable && html`<${ActionButton} name="panel.call" data=${{ question_id: question.id }} class=${question.rank === 1 ? "button" : "button button--quiet"} label=${`Call ${name}`} shortcut=${question.rank === 1 ? "c" : undefined}>Call<//>`}
    ${!isOver(view.value) && html`<button type="button" class="button button--plain" aria-label=${`Edit ${name}`} onClick=${() => setEditing(true)}>Edit</button>
    <${ConfirmButton} name="qa_queue.withdraw" data=${{ question_id: question.id }} class="button button--plain" question=${`Take ${question.number ?? "this question"} out of the queue for good?`} yes="Take it out">Take out<//>`}
  <//>`;
}
