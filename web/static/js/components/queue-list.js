/** What waits, by rank. It keeps still under a finger, but follows what the host moves. */
import { html } from "htm/preact";
import { useRef } from "preact/hooks";
import { useSession } from "../context.js";
import { isOver, questionsOf } from "../look.js";
import { byRank } from "../order.js";
import { useCalmOrder } from "../use/calm-order.js";
import { noneWaiting } from "../words.js";
import { QueueItem } from "./queue-item.js";

export function QueueList() {
  const { view, version } = useSession();
  const open = byRank(questionsOf(view.value).filter((q) => q.status === "open"));
  const byId = new Map(open.map((q) => [q.id, q]));
  const wanted = open.map((q) => q.id);
  const [ids, calm, follow] = useCalmOrder(wanted);
  const seen = useRef(version.value); // when the order that is shown was the real one
  if (ids.join() === wanted.join()) seen.current = version.value;
  if (!open.length) return html`<p class="empty">${isOver(view.value) ? "No question is left open." : noneWaiting(view.value)}</p>`;
  return html`<ol class="question-list" ...${calm}>${ids.map((id) => html`<li key=${id}>
    <${QueueItem} question=${byId.get(id)} shown=${{ ids, version: seen.current, follow }} /></li>`)}</ol>`;
}
