/** What nearly says the same as the question on the desk. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { mergeable } from "../../review.js";
import { useAlike } from "../../use/alike.js";
import { statusWord } from "../../words.js";

const MOST = 2; // the others are in the chooser

export function ReviewAlike({ desk }) {
  const { view } = useSession();
  const { question } = desk;
  const near = useAlike(question).filter((id) => view.value.questions?.[id]?.number).slice(0, MOST).map((id) => ({ ...view.value.questions[id], id }));
  if (!near.length) return null;
  return html`<ul class="review__alike" aria-label="Nearly the same">${near.map((other) => html`<li key=${other.id}>
    <p><span class="hint">Nearly the same, ${statusWord(other.status)}:</span> <b class="question__number">${other.number}</b> <bdi>${other.text}</bdi></p>
    ${mergeable(question, other) && html`<button type="button" class="button button--quiet" aria-label=${`Merge into it: ${other.number}`} aria-busy=${desk.busy}
      onClick=${(event) => event.detail < 2 && desk.settle("qa_queue.merge", { into: other.id })}>Merge into it</button>`}</li>`)}</ul>`;
}
