/** The question that is asked right now, and the one after it. */
import { html } from "htm/preact";
import { useSession } from "../context.js";
import { isOpen, onAir, roomName, upNext } from "../look.js";

export function OnAir({ children }) {
  const { view, me } = useSession();
  const question = onAir(view.value);
  if (!question && !isOpen(view.value, "answering")) return null;
  const next = upNext(view.value);
  const own = question && question.room_id === me.value.room_id;
  return html`<section class="on-air" data-empty=${!question}>
    <h2 class="on-air__label">On air</h2>
    ${question ? html`
      <p class="on-air__text" dir="auto">${question.number && html`<b>${question.number}</b> `}${question.text}</p>
      <p class="on-air__from">${asker(view.value, question)}${own ? " · your room" : ""}</p>
      ${question.claimed_by && html`<p class="on-air__from">${question.claimed_by} answers</p>`}
      ${children?.(question)}`
    : html`<p class="on-air__text on-air__text--none">No question is on air.</p>`}
    ${next && html`<p class="on-air__next">Next: <b>${next.number}</b> ${asker(view.value, next)}</p>`}
  </section>`;
}

function asker(view, question) {
  const room = view.rooms?.[question.room_id];
  return [room?.representative, roomName(room)].filter(Boolean).join(" · ");
}
