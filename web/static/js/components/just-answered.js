/** The last question that was ended: undo for a stray press, and one more word about it. Until the next one is called. */
import { html } from "htm/preact";
import { useSession } from "../context.js";
import { isOpen, onAir, questionsOf } from "../look.js";
import { ActionButton } from "./action-button.js";

export function JustAnswered() {
  const { view } = useSession();
  const last = lastEnded(view.value);
  if (!last || onAir(view.value) || !isOpen(view.value, "answering")) return null;
  const data = { question_id: last.id };
  const answered = last.status === "answered";
  return html`<p class="just-answered" role="status"><span><b>${last.number}</b> ${answered ? "is answered." : "is promised."}</span>
    <${ActionButton} name="panel.reopen" data=${data} class="button button--plain" label=${`Undo: ${last.number} is ${answered ? "answered" : "promised"}`} shortcut="u">Undo<//>
    ${answered && html`<${ActionButton} name="panel.follow_up" data=${data} class="button button--plain" label=${`Follow-up to ${last.number}`} shortcut="f">Follow-up<//>`}
  </p>`;
}

const endedAt = (question) => question.promised_at ?? question.answered_at;

function lastEnded(view) {
  const ended = questionsOf(view).filter((q) => ["answered", "promised"].includes(q.status) && !q.written_at && endedAt(q));
  return ended.sort((a, b) => endedAt(b) - endedAt(a))[0];
}
