/** One question as everybody reads it: number, words, where it comes from. `children` are what can be done with it. */
import { html } from "htm/preact";
import { useSession } from "../context.js";
import { ownerName, roomName } from "../look.js";
import { Line } from "./line.js";

export function Question({ question, rank, ownRoom, children }) {
  const { view, me } = useSession();
  return html`<article class="question" data-status=${question.status}>
    ${rank && html`<span class="question__rank" aria-label=${`Place ${rank}`}>${rank}</span>`}
    <div class="question__body">
      <p class="question__text">${question.number && html`<b class="question__number">${question.number}</b> `}<bdi>${question.text}</bdi></p>
      ${question.answer && html`<p class="question__answer" dir="auto">${question.answer}</p>`}
      ${question.owner && html`<p class="question__from">Will be answered by ${ownerName(view.value, question.owner)}</p>`}
      <div class="question__foot">
        <p class="question__from"><${Line} of=${from(view.value, me.value, question, ownRoom)} /></p>
        <div class="question__actions">${children}</div>
      </div>
    </div>
  </article>`;
}

/** Whose it is. */
function from(view, me, question, ownRoom) {
  const mine = Boolean(me.questions?.[question.id]);
  const own = question.room_id !== undefined && question.room_id === me.room_id;
  const room = ownRoom ? "" : own ? html`<b>your room</b>` : roomName(view.rooms?.[question.room_id]);
  return [room, mine ? "yours" : question.author, question.anonymous && "anonymous", question.edited && "edited",
    question.claimed_by && `${question.claimed_by} answers`];
}
