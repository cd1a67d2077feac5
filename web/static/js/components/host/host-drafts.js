/** Drafts that no room has submitted yet. The host may submit for a room whose representative is missing. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { isOpen, isOver, questionsOf } from "../../look.js";
import { byScore } from "../../order.js";
import { useCalmOrder } from "../../use/calm-order.js";
import { count } from "../../words.js";
import { ActionButton } from "../action-button.js";
import { Question } from "../questions/question.js";

export function HostDrafts() {
  const { view } = useSession();
  const drafts = byScore(questionsOf(view.value).filter((q) => q.status === "draft"));
  const byId = new Map(drafts.map((q) => [q.id, q]));
  const [ids, calm] = useCalmOrder(drafts.map((q) => q.id));
  if (!drafts.length || isOver(view.value)) return null;
  return html`<details class="fold">
    <summary>Drafts in the rooms <span class="fold__count">${drafts.length}</span></summary>
    <ul class="question-list" ...${calm}>${ids.map((id) => html`<li key=${id}>
      <${Question} question=${byId.get(id)}>
        <span class="vote vote--still">${count(byId.get(id).score ?? 0, "vote")}</span>
        ${isOpen(view.value, "submitting") && html`<${ActionButton} name="qa_queue.submit" data=${{ question_id: id }} label=${`Submit for the room: ${byId.get(id).text}`}>Submit for the room<//>`}
      <//></li>`)}</ul>
  </details>`;
}
