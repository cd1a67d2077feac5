/** One question as everybody reads it: number, words, where it comes from. `children` are what can be done with it. */
import { html } from "htm/preact";
import { useSession } from "../context.js";
import { ownerName, roomName } from "../look.js";

export function Question({ question, rank, ownRoom, children }) {
  const { view, me } = useSession();
  const room = view.value.rooms?.[question.room_id];
  const mine = Boolean(me.value.questions?.[question.id]);
  const from = [ownRoom ? "" : roomName(room), mine ? "yours" : question.author, question.anonymous ? "anonymous" : "", question.edited ? "edited" : ""].filter(Boolean);
  return html`<article class="question" data-status=${question.status}>
    ${rank && html`<span class="question__rank" aria-label=${`Place ${rank}`}>${rank}</span>`}
    <div class="question__body">
      <p class="question__text" dir="auto">${question.number && html`<b class="question__number">${question.number}</b> `}${question.text}</p>
      ${from.length > 0 && html`<p class="question__from">${from.join(" · ")}</p>`}
      ${question.answer && html`<p class="question__answer" dir="auto">${question.answer}</p>`}
      ${question.owner && html`<p class="question__from">Will be answered by ${ownerName(view.value, question.owner)}</p>`}
      <div class="question__actions">${children}</div>
    </div>
  </article>`;
}
