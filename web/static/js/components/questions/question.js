/** One question as everybody reads it: number, words, where it comes from. `children` are what can be done with it. */
import { html } from "htm/preact";
import { formatDate } from "../../clock.js";
import { useSession } from "../../context.js";
import { ownerName, roomName } from "../../look.js";
import { overrideWords } from "../../reasons.js";
import { listWords, statusWord } from "../../words.js";
import { Line } from "../line.js";

export function Question({ question, rank, ownRoom, children }) {
  const { view, me } = useSession();
  return html`<article class="question" data-status=${question.status}>
    ${rank && html`<span class="question__rank" aria-label=${`Place ${rank}`}>${rank}</span>`}
    <div class="question__body">
      <p class="question__text">${question.number && html`<b class="question__number">${question.number}</b> `}<bdi>${question.text}</bdi></p>
      ${question.answer && html`<p class="question__answer" dir="auto">${question.answer}</p>`}
      <${Written} question=${question} />
      <div class="question__foot">
        <p class="question__from"><${Line} of=${from(view.value, me.value, question, ownRoom)} /></p>
        <div class="question__actions">${children}</div>
      </div>
    </div>
  </article>`;
}

/** Who writes the answer, or wrote it, and when. */
function Written({ question }) {
  const { view } = useSession();
  const by = question.owner && html`<bdi>${ownerName(view.value, question.owner)}</bdi>`;
  if (question.written_at) return html`<p class="question__from">Answered in writing${by && html` by ${by}`}, ${formatDate(question.written_at)}</p>`;
  if (question.status !== "promised") return null;
  return html`<p class="question__from">Will be answered ${by ? html`by ${by}` : "in writing"}${question.due_at && `, until ${formatDate(question.due_at)}`}</p>`;
}

/** Whose it is, for whom, and what was done to it. */
function from(view, me, question, ownRoom) {
  const mine = Boolean(me.questions?.[question.id]);
  const own = question.room_id !== undefined && question.room_id === me.room_id;
  const room = ownRoom ? "" : own ? html`<b>your room</b>` : roomName(view.rooms?.[question.room_id]);
  return [room, mine ? "yours" : question.author, question.anonymous && "anonymous", question.addressed_to && `for ${question.addressed_to}`,
    alsoAsked(view, question), question.prepared && question.status === "draft" && "prepared before the start",
    question.status === "pending" && statusWord("pending"), question.edited && "edited", question.claimed_by && `${question.claimed_by} answers`, overrideWords(question)];
}

/** "also asked by rooms B and D". */
function alsoAsked(view, question) {
  const rooms = (question.credited ?? []).map((id) => view.rooms?.[id]).filter(Boolean);
  if (!rooms.length) return "";
  return `also asked by ${rooms.length === 1 ? "room" : "rooms"} ${listWords(rooms.map((room) => room.letter ?? room.theme))}`;
}
