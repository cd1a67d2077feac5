/** The drafts of your room, best supported first. */
import { html } from "htm/preact";
import { useSession } from "../context.js";
import { isOpen, questionsOf } from "../look.js";
import { byScore } from "../order.js";
import { useCalmOrder } from "../use/calm-order.js";
import { DraftForm } from "./draft-form.js";
import { QuestionRow } from "./question-row.js";

const draftsOf = (view, roomId) => questionsOf(view).filter((q) => q.status === "draft" && q.room_id === roomId);

export function Drafts({ title }) {
  const { view, me } = useSession();
  const drafts = draftsOf(view.value, me.value.room_id ?? me.value.facilitates);
  const byId = new Map(drafts.map((q) => [q.id, q]));
  const [ids, calm] = useCalmOrder(byScore(drafts).map((q) => q.id));
  const writing = isOpen(view.value, "drafting");
  if (!writing && !isOpen(view.value, "submitting")) return null;
  return html`<section class="drafts">
    ${title && html`<h2>${title}</h2>`}
    ${drafts.length > 0 && html`<ul class="question-list" ...${calm}>
      ${ids.map((id) => html`<li key=${id}><${QuestionRow} question=${byId.get(id)} ownRoom=${true} /></li>`)}
    </ul>`}
    ${!drafts.length && html`<p class="empty">No drafts yet.${writing ? " What would you like to ask the panel?" : ""}</p>`}
    ${writing && me.value.room_id && !me.value.facilitates && html`<${DraftForm} />`}
  </section>`;
}
