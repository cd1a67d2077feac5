/** What was just ended: undo for a stray press, and one more word about it. Gone once anything newer was on air, however that ended. */
import { html } from "htm/preact";
import { useRef } from "preact/hooks";
import { useSession } from "../../context.js";
import { isOpen, onAir, questionsOf } from "../../look.js";
import { ActionButton } from "../action-button.js";

export function JustAnswered() {
  const { view } = useSession();
  const older = useRef(undefined); // what was ended last while another one was on air
  const last = lastEnded(view.value);
  const air = onAir(view.value);
  if (air) older.current = keyOf(last);
  if (!last || air || older.current === keyOf(last) || isOvertaken(view.value, last) || !isOpen(view.value, "answering")) return null;
  const data = { question_id: last.id };
  const answered = last.status === "answered";
  return html`<p class="just-answered" role="status"><span><b>${last.number}</b> ${answered ? "is answered." : "is promised."}</span>
    <${ActionButton} name="panel.reopen" data=${data} class="button button--plain" label=${`Undo: ${last.number} is ${answered ? "answered" : "promised"}`} shortcut="u">Undo<//>
    ${answered && html`<${ActionButton} name="panel.follow_up" data=${data} class="button button--plain" label=${`Follow-up to ${last.number}`} shortcut="f">Follow-up<//>`}
  </p>`;
}

const endedAt = (question) => question.promised_at ?? question.answered_at;

const keyOf = (question) => question && `${question.id} ${endedAt(question)}`;

/** Was another one called since? A skipped or held one keeps that instant. */
const isOvertaken = (view, last) => questionsOf(view).some((q) => q.id !== last.id && q.on_air_at > endedAt(last));

function lastEnded(view) {
  const ended = questionsOf(view).filter((q) => ["answered", "promised"].includes(q.status) && !q.written_at && endedAt(q));
  return ended.sort((a, b) => endedAt(b) - endedAt(a))[0];
}
