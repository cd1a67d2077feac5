/** What the host can do with one waiting question. What goes against the rule says so, and why, to everybody. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { isOpen, onAir, upNext } from "../../look.js";
import { useKeptText } from "../../use/kept-text.js";
import { ActionButton } from "../action-button.js";
import { ConfirmButton } from "../confirm-button.js";
import { HoldButton } from "../panel/hold-button.js";
import { MoveMenu } from "./move-menu.js";
import { PromiseForm } from "../panel/promise-form.js";

export function QueueMenu({ question, shown, onEdit }) {
  const [promising, setPromising] = useState(false);
  const name = question.number ?? question.text;
  const data = { question_id: question.id };
  return html`<details class="why waits__menu"><summary>Change <span class="visually-hidden">${name}</span></summary>
    <div class="menu">
      <${OutOfTurn} question=${question} shown=${shown} />
      <div class="action">
        ${question.override?.kind === "moved" && html`<${ActionButton} name="qa_queue.drop_overrides" data=${data} onDone=${shown.follow} label=${`Take back the move of ${name}`}>Take back the move<//>`}
        <${HoldButton} question=${question} />
        <button type="button" class="button button--quiet" aria-expanded=${promising} aria-label=${`Promise an answer to ${name}`} onClick=${() => setPromising(!promising)}>Promise an answer</button>
        <button type="button" class="button button--plain" aria-label=${`Edit ${name}`} onClick=${onEdit}>Edit</button>
        <${ConfirmButton} name="qa_queue.withdraw" data=${data} class="button button--plain" question=${`Take ${question.number ?? "this question"} out of the queue for good?`} yes="Take it out">Take out<//>
      </div>
      ${promising && html`<${PromiseForm} question=${question} onEnd=${() => setPromising(false)} />`}
    </div>
  </details>`;
}

/** Call it before its turn, or give it another place. */
function OutOfTurn({ question, shown }) {
  const { id, view } = useSession();
  const [reason, setReason, clear] = useKeptText(`override:${id}:${question.id}`);
  const callable = isOpen(view.value, "answering") && !onAir(view.value) && upNext(view.value)?.id !== question.id;
  const movable = !question.next && shown.ids.length > 1;
  const later = isOpen(view.value, "answering") && onAir(view.value) && html`<p class="hint">You can call it when the one on air has ended.</p>`;
  if (!callable && !movable) return html`${question.next && html`<p class="hint">It is next, and stays next.</p>`}${later}`;
  const why = reason.trim() ? { reason: reason.trim() } : {};
  return html`<div class="out-of-turn" role="group" aria-label=${`${question.number} out of its turn`}>
    <label>Why out of its turn <span class="hint">optional, everybody reads it</span>
      <input class="field" dir="auto" value=${reason} onInput=${(event) => setReason(event.target.value)} /></label>
    ${later}
    <div class="action">
      ${callable && html`<${ActionButton} name="panel.call" data=${{ question_id: question.id, ...why }} onDone=${clear} label=${`Call ${question.number} now`}>Call now<//>`}
      ${movable && html`<${MoveMenu} question=${question} shown=${shown} why=${why} onDone=${clear} />`}
    </div>
  </div>`;
}
