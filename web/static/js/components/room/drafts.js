/** The drafts of your room, best supported first; before the start those that were prepared. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { isOpen, isOver, questionsOf, roomIdOf } from "../../look.js";
import { byScore } from "../../order.js";
import { useCalmOrder } from "../../use/calm-order.js";
import { useKeptText } from "../../use/kept-text.js";
import { DraftForm } from "./draft-form.js";
import { PrepareForm } from "./prepare-form.js";
import { QuestionRow } from "../questions/question-row.js";

const draftsOf = (view, roomId) => questionsOf(view).filter((q) => q.status === "draft" && q.room_id === roomId);

export function Drafts({ title }) {
  const { view, me } = useSession();
  const drafts = draftsOf(view.value, roomIdOf(me.value));
  const byId = new Map(drafts.map((q) => [q.id, q]));
  const [ids, calm] = useCalmOrder(byScore(drafts).map((q) => q.id));
  const writing = isOpen(view.value, "drafting");
  const preparing = view.value.session.status === "lobby";
  const asks = me.value.room_id && !me.value.facilitates;
  if (preparing && !drafts.length) return asks && html`<${PrepareForm} />`;
  if (!preparing && !writing && !isOpen(view.value, "submitting")) return html`<${Unsent} />`;
  return html`<section class="drafts">
    ${title && html`<h2>${title}</h2>`}
    ${drafts.length > 0 && html`<ul class="question-list" ...${calm}>
      ${ids.map((id) => html`<li key=${id}><${QuestionRow} question=${byId.get(id)} ownRoom=${true} /></li>`)}
    </ul>`}
    ${!drafts.length && html`<p class="empty">No drafts yet.${writing ? " What would you like to ask the panel?" : ""}</p>`}
    ${asks && (writing ? html`<${DraftForm} />` : preparing && html`<${PrepareForm} />`)}
  </section>`;
}

/** What somebody was still writing when asking closed is not taken away from under their fingers. */
function Unsent() {
  const { id, view } = useSession();
  const [text, , clear] = useKeptText(`draft:${id}`);
  if (!text.trim() || isOver(view.value)) return null;
  return html`<section class="drafts">
    <h2>Not added in time</h2>
    <p class="hint">Asking closed before you added this question. Only you see it.</p>
    <p class="question__text" dir="auto">${text}</p>
    <p><button type="button" class="button button--quiet" onClick=${clear}>Forget it</button></p>
  </section>`;
}
