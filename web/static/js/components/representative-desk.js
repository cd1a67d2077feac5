/** For who speaks for a room: choose from the drafts, order what is submitted. */
import { html } from "htm/preact";
import { useSession } from "../context.js";
import { isOpen, isOver, questionsOf, standsIn } from "../look.js";
import { byRoomOrder } from "../order.js";
import { count } from "../words.js";
import { Drafts } from "./drafts.js";
import { MyAirtime } from "./my-airtime.js";
import { OrderButtons } from "./order-buttons.js";
import { QuestionRow } from "./question-row.js";

export function RepresentativeDesk() {
  const { view, me } = useSession();
  if (isOver(view.value)) return null;
  if (view.value.session.status === "lobby") return html`<${Drafts} title="Questions of your room" />`;
  const submitted = byRoomOrder(oursIn(view.value, me.value, ["open"]));
  const submitting = isOpen(view.value, "submitting");
  if (!submitting && !submitted.length) return null;
  if (isOpen(view.value, "answering")) return html`<${Behind} submitted=${submitted} />`;
  return html`<section class="desk" aria-labelledby="desk">
    <h2 id="desk">${title(view.value, me.value)}</h2>
    <p>${advice(oursIn(view.value, me.value, ["open", "pending"]).length, submitting)}</p>
    ${submitted.length > 0 && html`<${Submitted} questions=${submitted} />`}
    ${submitting && html`<${JustNow} />`}
    ${submitting && html`<h3>Drafts</h3>`}
    <${Drafts} />
  </section>`;
}

const oursIn = (view, me, statuses) => questionsOf(view).filter((q) => q.room_id === me.room_id && statuses.includes(q.status));

function title(view, me) {
  if (standsIn(view, me)) return "You are the deputy. The representative is away: you speak now.";
  return `You ${me.speaks_as === "deputy" ? "are the deputy of" : "speak for"} your room`;
}

function advice(submitted, submitting) {
  if (!submitted) return "Agree with your room, then submit two or three of the drafts.";
  return `${count(submitted, "question is", "questions are")} submitted${submitted > 1 ? ", the most important first" : ""}.${submitting ? " All rooms vote in the break." : ""}`;
}

/** While the panel answers the work is done: only the order may still change. */
function Behind({ submitted }) {
  return html`<details class="fold"><summary>Your room’s questions that wait <span class="fold__count">${submitted.length}</span></summary><${MyAirtime} /><${Submitted} questions=${submitted} /></details>`;
}

/** The order is the representative's, so it changes only by their hand: nothing moves by itself here. */
function Submitted({ questions }) {
  const { view, me } = useSession();
  const ids = questions.map((q) => q.id);
  const drafts = byRoomOrder(oursIn(view.value, me.value, ["draft"]));
  const all = [...ids, ...drafts.map((q) => q.id)];
  return html`<h3>Submitted</h3><ol class="question-list">${questions.map((q) => html`<li key=${q.id}>
    <${QuestionRow} question=${q} ownRoom=${true}>
      ${ids.length > 1 && html`<${OrderButtons} roomId=${me.value.room_id} ids=${all} id=${q.id} name=${q.number} last=${ids.length - 1} />`}
    <//></li>`)}</ol>`;
}

/** Says that a question has arrived, where the finger is that pressed: the list has grown above it, or one further down. */
function JustNow() {
  const { view, me } = useSession();
  const latest = oursIn(view.value, me.value, ["open", "pending"]).sort((a, b) => b.submitted_at - a.submitted_at)[0];
  return html`<p class="hint" role="status">${latest && `${latest.number} is submitted${latest.status === "pending" ? " and waits for review" : ""}.`}</p>`;
}
