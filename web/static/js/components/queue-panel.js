/** The host's queue: hand over, who is on air, who is next and why, what is done. */
import { html } from "htm/preact";
import { useSession } from "../context.js";
import { formatWall } from "../clock.js";
import { awaitsHandOver, isOpen, isOver, onAir, questionsOf } from "../look.js";
import { byRank } from "../order.js";
import { useCalmOrder } from "../use/calm-order.js";
import { ConfirmButton } from "./confirm-button.js";
import { HostDone } from "./host-done.js";
import { HostDrafts } from "./host-drafts.js";
import { OnAirControls } from "./on-air-controls.js";
import { QueueItem } from "./queue-item.js";

export function QueuePanel() {
  const { view } = useSession();
  const { session } = view.value;
  const open = byRank(questionsOf(view.value).filter((q) => q.status === "open"));
  const byId = new Map(open.map((q) => [q.id, q]));
  const [ids, calm] = useCalmOrder(open.map((q) => q.id));
  const callable = isOpen(view.value, "answering") && !onAir(view.value);
  return html`<section class="panel queue" id="queue" aria-labelledby="queue-title">
    <h2 id="queue-title">Questions</h2>
    <${OnAirControls} />
    <${HandOver} session=${session} open=${open.length} />
    ${open.length ? html`<ol class="question-list" ...${calm}>${ids.map((id) => html`<li key=${id}>
        <${QueueItem} question=${byId.get(id)} callable=${callable} /></li>`)}</ol>`
      : html`<p class="empty">${isOver(view.value) ? "No question is left open." : "No submitted question is waiting."}</p>`}
    <${HostDrafts} />
    <${HostDone} />
  </section>`;
}

function HandOver({ session, open }) {
  const { view } = useSession();
  if (isOver(view.value) || session.status === "lobby") return null;
  if (session.handed_over_at) return html`<p class="hint">Handed over to the panel at ${formatWall(session.handed_over_at)}. Everybody sees the order.</p>`;
  const soon = awaitsHandOver(view.value);
  return html`<div class="queue__hand">
    <p class="hint">Only you and the moderator see the order until you hand over.</p>
    ${open > 0 && html`<${ConfirmButton} name="qa_queue.hand_over" class=${soon ? "button" : "button button--quiet"} shortcut="o" question="Show the order to everybody and hand the queue to the panel?" yes="Hand over">Hand over to the panel<//>`}
  </div>`;
}
