/** The questions that are part of this one; each can be taken out again. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { roomName } from "../../look.js";
import { sourcesOf } from "../../review.js";
import { useDecision } from "../../use/decisions.js";
import { Line } from "../line.js";
import { Refusal } from "../refusal.js";

export function ReviewSources({ question }) {
  const { view } = useSession();
  const sources = sourcesOf(view.value, question);
  if (!sources.length) return null;
  return html`<ul class="review__sources" aria-label=${`Part of ${question.number}`}>${sources.map((source) => html`<${Source} key=${source.id} source=${source} />`)}</ul>`;
}

function Source({ source }) {
  const { view } = useSession();
  const { decide, busy, refusal } = useDecision();
  return html`<li>
    <p><span class="hint">Part of it:</span> <b class="question__number">${source.number}</b> <bdi>${source.text}</bdi>
      <span class="review__from"><${Line} of=${[roomName(view.value.rooms?.[source.room_id]), source.anonymous ? "anonymous" : source.author]} /></span></p>
    <button type="button" class="button button--quiet" aria-label=${`Take apart: ${source.number}`} aria-busy=${busy} onClick=${() => decide("qa_queue.unmerge", { question_id: source.id })}>Take apart</button>
    <${Refusal} text=${refusal} />
  </li>`;
}
