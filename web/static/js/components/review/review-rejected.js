/** What was not accepted and why, folded; the last ones first. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { rejectedOf } from "../../review.js";
import { useDecision } from "../../use/decisions.js";
import { useInParts } from "../../use/in-parts.js";
import { Question } from "../questions/question.js";
import { Refusal } from "../refusal.js";

const AT_ONCE = 20;

export function ReviewRejected() {
  const { view } = useSession();
  const rejected = rejectedOf(view.value);
  const [shown, more, showMore] = useInParts(rejected, AT_ONCE);
  if (!rejected.length) return null;
  return html`<details class="fold">
    <summary>Not accepted <span class="fold__count">${rejected.length}</span></summary>
    <ul class="question-list">${shown.map((question) => html`<li key=${question.id}><${Rejected} question=${question} /></li>`)}</ul>
    ${more > 0 && html`<button type="button" class="button button--quiet" onClick=${showMore}>Show ${more} more</button>`}
  </details>`;
}

function Rejected({ question }) {
  const { decide, busy, refusal } = useDecision();
  return html`<${Question} question=${question}>
    <span class="hint">Reason: <bdi>${question.rejection}</bdi></span>
    <button type="button" class="button button--plain" aria-label=${`Back to review: ${question.number}`} aria-busy=${busy}
      onClick=${() => decide("qa_queue.send_back", { question_id: question.id })}>Back to review</button>
    <${Refusal} text=${refusal} />
  <//>`;
}
