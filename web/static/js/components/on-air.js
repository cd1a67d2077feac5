/** The question that is asked right now, and the one after it. `hands`: what can be done, beside the label; `below`: under the words. */
import { html } from "htm/preact";
import { useSession } from "../context.js";
import { isOpen, onAir, roomName, upNext } from "../look.js";
import { Line } from "./line.js";

export function OnAir({ hands, below }) {
  const { view, me } = useSession();
  const question = onAir(view.value);
  if (!question && !isOpen(view.value, "answering")) return null;
  const next = upNext(view.value);
  const own = question && question.room_id === me.value.room_id;
  return html`<section class="on-air" data-empty=${!question}>
    <div class="on-air__head"><h2 class="on-air__label">On air</h2>${question && hands?.(question)}</div>
    ${question ? html`
      <p class="on-air__text">${question.number && html`<b>${question.number}</b> `}<bdi>${question.text}</bdi></p>
      <p class="on-air__from"><${Line} of=${[...asker(view.value, question), own && "your room"]} /></p>
      ${question.claimed_by && html`<p class="on-air__from"><bdi>${question.claimed_by}</bdi> answers</p>`}
      ${below?.(question)}`
    : html`<p class="on-air__text on-air__text--none">No question is on air.</p>`}
    ${next && html`<p class="on-air__next">Next: <b>${next.number}</b> <${Line} of=${asker(view.value, next)} /></p>`}
  </section>`;
}

function asker(view, question) {
  const room = view.rooms?.[question.room_id];
  return [room?.representative, roomName(room)];
}
