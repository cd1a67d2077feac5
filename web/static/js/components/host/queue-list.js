/** What waits, by rank. It keeps still under a finger, but follows what the host moves. */
import { html } from "htm/preact";
import { useRef } from "preact/hooks";
import { useSession } from "../../context.js";
import { isOver, questionsOf } from "../../look.js";
import { byRank } from "../../order.js";
import { useCalmOrder } from "../../use/calm-order.js";
import { waitingOf } from "../../review.js";
import { count, noneWaiting, stillToReview } from "../../words.js";
import { QueueItem } from "./queue-item.js";

export function QueueList() {
  const { view, version } = useSession();
  const open = byRank(questionsOf(view.value).filter((q) => q.status === "open"));
  const byId = new Map(open.map((q) => [q.id, q]));
  const wanted = open.map((q) => q.id);
  const [ids, calm, follow] = useCalmOrder(wanted);
  const seen = useRef(version.value); // when the order that is shown was the real one
  if (ids.join() === wanted.join()) seen.current = version.value;
  if (!open.length) return html`<p class="empty">${noneOpen(view.value)}</p>`;
  return html`<ol class="question-list" ...${calm}>${ids.map((id) => html`<li key=${id}>
    <${QueueItem} question=${byId.get(id)} shown=${{ ids, version: seen.current, follow }} /></li>`)}</ol>`;
}

/** Why the queue is empty, and what may still come. */
function noneOpen(view) {
  const left = waitingOf(view).length;
  if (isOver(view)) return `No question is left open.${stillToReview(left)}`;
  return left ? `${count(left, "waits", "wait")} for review; none is open yet.` : noneWaiting(view);
}
