/** All questions that can still be changed, oldest first: search, one room or all; nothing jumps while reading. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { isOver, roomName, roomsOf } from "../../look.js";
import { listed, says, sourcesOf } from "../../review.js";
import { useCalmOrder } from "../../use/calm-order.js";
import { useInParts } from "../../use/in-parts.js";
import { count, noneWaiting } from "../../words.js";
import { ModerateRow } from "./moderate-row.js";

const AT_ONCE = 50;

export function ModerateList() {
  const { view } = useSession();
  const [looked, setLooked] = useState("");
  const [room, setRoom] = useState("");
  const all = listed(view.value);
  const [ids, calm] = useCalmOrder(all.map((q) => q.id), { always: true });
  const byId = new Map(all.map((q) => [q.id, q]));
  const fits = (q) => (!room || q.room_id === room || q.credited?.includes(room)) && [q, ...sourcesOf(view.value, q)].some((one) => says(one, looked));
  const found = ids.map((id) => byId.get(id)).filter(fits);
  const [shown, more, showMore] = useInParts(found, AT_ONCE);
  if (isOver(view.value) && !all.length) return null;
  return html`<section class="questions" aria-labelledby="all-title">
    <h2 id="all-title">All questions</h2>
    ${all.length > 0 && html`<form class="filter" role="search" aria-label="All questions" onSubmit=${(event) => event.preventDefault()}>
      <label>Search <input class="field" type="search" autocomplete="off" value=${looked} onInput=${(e) => setLooked(e.target.value)} /></label>
      <label>Room <select class="field" value=${room} onChange=${(e) => setRoom(e.target.value)}><option value="">all</option>
        ${roomsOf(view.value).map((r) => html`<option value=${r.id}>${roomName(r)}</option>`)}</select></label>
    </form>`}
    <p class="hint" role="status">${all.length === 0 ? noneWaiting(view.value) : found.length === all.length ? `${count(all.length, "question")}, oldest first.` : `${found.length} of ${all.length}.`}</p>
    <ol class="question-list" ...${calm}>${shown.map((q) => html`<li key=${q.id}><${ModerateRow} question=${q} /></li>`)}</ol>
    ${more > 0 && html`<p><button type="button" class="button button--quiet" onClick=${showMore}>Show ${more} more</button></p>`}
  </section>`;
}
