/** A draft of your room: support it, change it if it is yours, submit it if you speak for the room. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useSession } from "../context.js";
import { isOpen } from "../look.js";
import { useAction } from "../use/action.js";
import { useKeptText } from "../use/kept-text.js";
import { ActionButton } from "./action-button.js";
import { ConfirmButton } from "./confirm-button.js";
import { Question } from "./question.js";
import { Refusal } from "./refusal.js";
import { VoteButton } from "./vote-button.js";

export function DraftItem({ question, submits }) {
  const { view, me } = useSession();
  const [editing, setEditing] = useState(false);
  const mine = Boolean(me.value.questions?.[question.id]);
  if (editing) return html`<${EditForm} question=${question} onEnd=${() => setEditing(false)} />`;
  return html`<${Question} question=${question}>
    <${VoteButton} question=${question} />
    ${submits && isOpen(view.value, "submitting") && html`<${ActionButton} name="qa_queue.submit" data=${{ question_id: question.id }} class="button" label=${`Submit: ${question.text}`}>Submit<//>`}
    ${(mine || submits) && html`<button type="button" class="button button--plain" aria-label=${`Edit: ${question.text}`} onClick=${() => setEditing(true)}>Edit</button>`}
    ${mine && html`<${ConfirmButton} name="qa_queue.withdraw" data=${{ question_id: question.id }} class="button button--plain" question="Take this draft away?" yes="Take away">Withdraw<//>`}
  <//>`;
}

export function EditForm({ question, onEnd }) {
  const { id } = useSession();
  const [text, setText, clear] = useKeptText(`edit:${id}:${question.id}`, question.text);
  const { run, busy, refusal } = useAction();
  const end = () => { clear(); onEnd(); };
  async function save(event) {
    event.preventDefault();
    if (text.trim() === question.text || (await run("qa_queue.edit", { question_id: question.id, text: text.trim() })).ok) end();
  }
  return html`<form class="draft-form" onSubmit=${save} onKeyDown=${(event) => event.key === "Escape" && end()}>
    <label for=${`edit-${question.id}`}>Change the question</label>
    <textarea id=${`edit-${question.id}`} class="field" rows="3" dir="auto" value=${text} ref=${focusOnce} onInput=${(event) => setText(event.target.value)}></textarea>
    <div class="action"><button class="button" aria-busy=${busy}>Save</button>
      <button type="button" class="button button--plain" onClick=${end}>Cancel</button><${Refusal} text=${refusal} /></div>
  </form>`;
}

/** The form opened under the person's own finger, so the focus may follow. */
function focusOnce(element) {
  if (!element || element.dataset.met) return;
  element.dataset.met = "yes";
  element.focus();
}
