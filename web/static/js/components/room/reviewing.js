/** What your room has submitted and a moderator has not yet read. The room sees it, the others do not. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { isOver, questionsOf, roomIdOf } from "../../look.js";
import { byAge } from "../../order.js";
import { QuestionRow } from "../questions/question-row.js";

export function Reviewing() {
  const { view, me } = useSession();
  const room = roomIdOf(me.value);
  const waiting = byAge(questionsOf(view.value).filter((q) => q.status === "pending" && q.room_id === room));
  if (isOver(view.value) || !room || !waiting.length) return null;
  return html`<section class="questions" aria-labelledby="reviewing">
    <h2 id="reviewing">Waiting for review</h2>
    <p class="hint">Your room submitted ${waiting.length === 1 ? "it" : "them"}. A moderator reads ${waiting.length === 1 ? "it" : "them"} before all rooms do.</p>
    <ol class="question-list">${waiting.map((q) => html`<li key=${q.id}><${QuestionRow} question=${q} ownRoom=${true} /></li>`)}</ol>
  </section>`;
}
