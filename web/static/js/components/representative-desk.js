/** For who speaks for a room: choose from the drafts, order what is submitted. */
import { html } from "htm/preact";
import { useSession } from "../context.js";
import { isOpen, isOver, questionsOf } from "../look.js";
import { byRoomOrder } from "../order.js";
import { count } from "../words.js";
import { Drafts } from "./drafts.js";
import { OrderButtons } from "./order-buttons.js";
import { QuestionRow } from "./question-row.js";

export function RepresentativeDesk() {
  const { view, me } = useSession();
  if (isOver(view.value)) return null;
  const submitted = byRoomOrder(questionsOf(view.value).filter((q) => q.room_id === me.value.room_id && q.status === "open"));
  const submitting = isOpen(view.value, "submitting");
  if (!submitting && !submitted.length) return null;
  return html`<section class="desk" aria-labelledby="desk">
    <h2 id="desk">You ${me.value.speaks_as === "deputy" ? "are the deputy of" : "speak for"} your room</h2>
    <p>${advice(submitted.length, submitting)}</p>
    ${submitted.length > 0 && html`<${Submitted} questions=${submitted} />`}
    ${submitting && html`<h3>Drafts</h3>`}
    <${Drafts} />
  </section>`;
}

function advice(submitted, submitting) {
  if (!submitted) return "Agree with your room, then submit two or three of the drafts.";
  const so = `${count(submitted, "question is", "questions are")} submitted${submitted > 1 ? ", the most important first" : ""}.`;
  return submitting ? `${so} Everybody sees them in the break.` : so;
}

/** The order is the representative's, so it changes only by their hand: nothing moves by itself here. */
function Submitted({ questions }) {
  const { view, me } = useSession();
  const ids = questions.map((q) => q.id);
  const drafts = byRoomOrder(questionsOf(view.value).filter((q) => q.room_id === me.value.room_id && q.status === "draft"));
  const all = [...ids, ...drafts.map((q) => q.id)];
  return html`<h3>Submitted</h3><ol class="question-list">${questions.map((q) => html`<li key=${q.id}>
    <${QuestionRow} question=${q} ownRoom=${true}>
      ${ids.length > 1 && html`<${OrderButtons} roomId=${me.value.room_id} ids=${all} id=${q.id} name=${q.number} last=${ids.length - 1} />`}
    <//></li>`)}</ol>`;
}
