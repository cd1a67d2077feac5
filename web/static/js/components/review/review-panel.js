/** To review: one question after the other, each approved, rejected, put into better words or merged. For moderators and the host. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { isOver } from "../../look.js";
import { rejectedOf } from "../../review.js";
import { lastOf } from "../../undo.js";
import { useDecisions } from "../../use/decisions.js";
import { useDesk } from "../../use/desk.js";
import { ReviewCount } from "./review-count.js";
import { ReviewDesk } from "./review-desk.js";
import { ReviewRejected } from "./review-rejected.js";
import { ReviewRelease } from "./review-release.js";
import { ReviewTurn } from "./review-turn.js";

/**
 * After the end it stays while there is something to decide, or to take back. `keys`: the buttons carry the moderator's keys; on the
 * host's page the same keys mean something else.
 */
export function ReviewPanel({ keys = false }) {
  const { view } = useSession();
  const { taken } = useDecisions();
  const desk = { ...useDesk(), keys };
  const { question, ids, told, newest, turn } = desk;
  if (isOver(view.value) && !question && !lastOf(view.value, taken.value) && !rejectedOf(view.value).length) return null;
  return html`<section class="review" aria-labelledby="review-title">
    <div class="review__head">
      <h2 id="review-title">To review</h2>
      <${ReviewCount} waiting=${ids.length} />
      ${question && html`<label class="check"><input type="checkbox" checked=${newest} onChange=${(event) => turn(event.target.checked)} /> Newest first</label>`}
    </div>
    <${ReviewTurn} desk=${desk} />
    ${question ? html`<${ReviewDesk} desk=${desk} />` : html`<p class="review__told" role="status">${told}</p>`}
    <${ReviewRelease} waiting=${ids.length} onDone=${desk.released} />
    <${ReviewRejected} />
  </section>`;
}
