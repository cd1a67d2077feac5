/** Up and down, for who orders the room's questions. Sends the whole order that is wanted. */
import { html } from "htm/preact";
import { useAction } from "../../use/action.js";
import { moved } from "../../order.js";
import { Refusal } from "../refusal.js";

export function OrderButtons({ roomId, ids, id, name, last = ids.length - 1 }) {
  const { run, busy, refusal } = useAction();
  const place = ids.indexOf(id);
  const move = (step) => run("qa_queue.order_room", { room_id: roomId, order: moved(ids, id, step) });
  const arrow = (step, word, sign, possible) => html`<button type="button" class="button button--quiet order" aria-label=${`${word}: ${name}`}
    aria-disabled=${!possible} aria-busy=${busy} onClick=${() => possible && move(step)}>${sign}</button>`;
  return html`<span class="action">${arrow(-1, "Earlier", "↑", place > 0)}${arrow(1, "Later", "↓", place < last)}<${Refusal} text=${refusal} /></span>`;
}
