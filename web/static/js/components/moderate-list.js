/** What waits, oldest first, to be read through on a phone: search, one room or all; nothing jumps while reading. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useSession } from "../context.js";
import { isOver, questionsOf, roomName, roomsOf } from "../look.js";
import { byAge, fold } from "../order.js";
import { useCalmOrder } from "../use/calm-order.js";
import { noneWaiting } from "../words.js";
import { QuestionRow } from "./question-row.js";

export function ModerateList() {
  const { view } = useSession();
  const [words, setWords] = useState("");
  const [room, setRoom] = useState("");
  const open = byAge(questionsOf(view.value).filter((q) => q.status === "open"));
  const [ids, calm] = useCalmOrder(open.map((q) => q.id), { always: true });
  if (isOver(view.value) && !open.length) return null;
  const byId = new Map(open.map((q) => [q.id, q]));
  const fits = (q) => (!room || q.room_id === room) && fold(`${q.number} ${q.text} ${q.author ?? ""}`).includes(fold(words.trim()));
  const found = ids.map((id) => byId.get(id)).filter(fits);
  return html`<section class="questions" aria-labelledby="open-title">
    <h2 id="open-title">Questions</h2>
    ${open.length > 0 && html`<form class="filter" role="search" onSubmit=${(event) => event.preventDefault()}>
      <label>Search <input class="field" type="search" autocomplete="off" value=${words} onInput=${(e) => setWords(e.target.value)} /></label>
      <label>Room <select class="field" value=${room} onChange=${(e) => setRoom(e.target.value)}><option value="">all</option>
        ${roomsOf(view.value).map((r) => html`<option value=${r.id}>${roomName(r)}</option>`)}</select></label>
    </form>`}
    <p class="hint" role="status">${open.length === 0 ? noneWaiting(view.value) : found.length === open.length ? `${open.length} waiting, oldest first.` : `${found.length} of ${open.length}.`}</p>
    <ol class="question-list" ...${calm}>${found.map((q) => html`<li key=${q.id}><${QuestionRow} question=${q}>${q.rank && html`<span class="hint">place ${q.rank}</span>`}<//></li>`)}</ol>
  </section>`;
}
