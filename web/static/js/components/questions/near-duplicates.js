/** Under what is being written: questions that say nearly the same, to be supported instead. It never stands in the way. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { mayVote, roomIdOf, standsFor } from "../../look.js";
import { useNearDuplicates } from "../../use/near-duplicates.js";
import { statusWord } from "../../words.js";
import { VoteButton } from "./vote-button.js";

const MOST = 3; // more would be a list to read, not a hint

export function NearDuplicates({ text, questionId }) {
  const { view, me } = useSession();
  const ids = useNearDuplicates(text, questionId);
  const near = ids.filter((id) => view.value.questions?.[id]).slice(0, MOST).map((id) => ({ ...view.value.questions[id], id }));
  const own = roomIdOf(me.value);
  return html`<div class="near" data-any=${near.length > 0}>
    <p class="visually-hidden" role="status">${near.length > 0 && "Somebody has asked nearly the same. It stands below the form."}</p>
    ${near.map((question) => html`<${Near} key=${question.id} question=${question} ours=${standsFor(question, own)} />`)}
  </div>`;
}

function Near({ question, ours }) {
  const { view, me } = useSession();
  return html`<div class="near__one">
    <p class="hint">Nearly the same ${ours ? "in your room" : "in another room"}, ${statusWord(question.status)}:</p>
    <p class="question__text">${question.number && html`<b class="question__number">${question.number}</b> `}<bdi>${question.text}</bdi></p>
    ${mayVote(view.value, me.value, question) && html`<${VoteButton} question=${question} />`}
  </div>`;
}
