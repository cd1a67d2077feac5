/** For who speaks for a room: choose from the drafts, order what is submitted. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { isOpen, isOver, questionsOf, standsIn } from "../../look.js";
import { byRoomOrder } from "../../order.js";
import { count } from "../../words.js";
import { Drafts } from "./drafts.js";
import { MyAirtime } from "./my-airtime.js";
import { OrderButtons } from "./order-buttons.js";
import { QuestionRow } from "../questions/question-row.js";

export function RepresentativeDesk() {
  const { view, me } = useSession();
  if (isOver(view.value)) return null;
  if (view.value.session.status === "lobby") return html`<${Drafts} title="Questions of your room" />`;
  const submitted = byRoomOrder(placedIn(view.value, me.value));
  const submitting = isOpen(view.value, "submitting");
  if (!submitting && !submitted.length) return null;
  if (isOpen(view.value, "answering")) return html`<${Behind} submitted=${submitted} />`;
  return html`<section class="desk" aria-labelledby="desk">
    <h2 id="desk">${title(view.value, me.value)}</h2>
    <p>${advice(submitted, submitting)}</p>
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

/** What has a place in the order of the room: also what waits for review, and what is part of a question that waits. */
const placedIn = (view, me) => oursIn(view, me, ["open", "pending", "merged"]).filter((q) => !q.merged_into || waits(wholeOf(view, q)));

const wholeOf = (view, question) => view.questions[question.merged_into];

/** What another room has not published yet is not in the view: it waits for review. */
const waits = (whole) => !whole || ["open", "pending"].includes(whole.status);

function advice(questions, submitting) {
  if (!questions.length) return "Agree with your room, then submit two or three of the drafts.";
  return `${counted(questions)}${submitting ? " All rooms vote in the break." : ""}`;
}

function counted(questions) {
  const pending = questions.filter((q) => q.status === "pending").length;
  const submitted = questions.length - pending;
  if (!submitted) return `${count(pending, "question waits", "questions wait")} for review.`;
  const told = count(submitted, "question is", "questions are");
  if (pending) return `${told} submitted, ${pending} more ${pending === 1 ? "waits" : "wait"} for review.`;
  return `${told} submitted${submitted > 1 ? ", the most important first" : ""}.`;
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
      ${q.merged_into && html`<span class="hint">part of ${wholeOf(view.value, q)?.number ?? "another question"}</span>`}
      ${ids.length > 1 && html`<${OrderButtons} roomId=${me.value.room_id} ids=${all} id=${q.id} name=${q.number} last=${ids.length - 1} />`}
    <//></li>`)}</ol>`;
}

/** Says that a question has arrived, where the finger is that pressed: the list has grown above it, or one further down. */
function JustNow() {
  const { view, me } = useSession();
  const latest = oursIn(view.value, me.value, ["open", "pending"]).sort((a, b) => b.submitted_at - a.submitted_at)[0];
  return html`<p class="hint" role="status">${latest && `${latest.number} is submitted${latest.status === "pending" ? " and waits for review" : ""}.`}</p>`;
}
