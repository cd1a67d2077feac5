/** A list of questions that keeps still: in your own order before the hand-over, by rank after it. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { roomIdOf, standsFor } from "../../look.js";
import { byRank, shuffled } from "../../order.js";
import { useCalmOrder } from "../../use/calm-order.js";
import { useSeen } from "../../use/seen.js";
import { QuestionRow } from "./question-row.js";
import { SeenProgress } from "./seen-progress.js";

export function QuestionList({ questions, title, hint, empty, counted }) {
  const { id: session, me } = useSession();
  const byId = new Map(questions.map((q) => [q.id, q]));
  const ranked = questions.some((q) => q.rank !== undefined);
  const wanted = ranked ? byRank(questions).map((q) => q.id) : shuffled([...byId.keys()], me.value.id ?? "");
  const [ids, calm] = useCalmOrder(wanted, { always: !ranked });
  const [seen, list] = useSeen(`seen:${session}:${me.value.id}`, ids);
  if (!questions.length && !empty) return null;
  return html`<section class="questions">
    <h2>${title}</h2>
    ${hint && html`<p class="hint">${hint}</p>`}
    ${counted && questions.length > 0 && html`<${SeenProgress} seen=${seen} ids=${ids} />`}
    ${questions.length ? html`<ol class="question-list" ref=${list} ...${calm}>
      ${ids.map((id) => html`<li key=${id} data-id=${id} data-own=${standsFor(byId.get(id), roomIdOf(me.value))}>
        <${QuestionRow} question=${byId.get(id)} rank=${ranked ? byId.get(id).rank : undefined} />
      </li>`)}
    </ol>` : html`<p class="empty">${empty}</p>`}
  </section>`;
}
