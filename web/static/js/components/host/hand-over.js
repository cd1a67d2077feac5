/** The moment when everybody sees the order, and since when they do. */
import { html } from "htm/preact";
import { formatWall } from "../../clock.js";
import { useSession } from "../../context.js";
import { awaitsHandOver, isOver, questionsOf } from "../../look.js";
import { waitingOf } from "../../review.js";
import { stillToReview } from "../../words.js";
import { ConfirmButton } from "../confirm-button.js";

export function HandOver() {
  const { view } = useSession();
  const { session } = view.value;
  if (isOver(view.value) || session.status === "lobby") return null;
  if (session.handed_over_at) return html`<p class="hint">Handed over to the panel at ${formatWall(session.handed_over_at)}. Everybody sees the order.</p>`;
  const waits = questionsOf(view.value).some((q) => q.status === "open");
  return html`<div class="queue__hand">
    <p class="hint">Only you and the moderator see the order until you hand over.</p>
    ${waits && html`<${ConfirmButton} name="qa_queue.hand_over" class=${awaitsHandOver(view.value) ? "button" : "button button--quiet"} shortcut="o"
      question=${`Show the order to everybody and hand the queue to the panel?${stillToReview(waitingOf(view.value).length)}`} yes="Hand over">Hand over to the panel<//>`}
  </div>`;
}
