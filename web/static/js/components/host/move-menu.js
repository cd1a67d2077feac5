/** Another place in the queue: earlier, later, or a certain one. A move of an order that somebody else has changed is refused, and the order told. */
import { html } from "htm/preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { useAction } from "../../use/action.js";
import { listWords } from "../../words.js";
import { Refusal } from "../refusal.js";

export function MoveMenu({ question, shown, why, onDone }) {
  const { view } = useSession();
  const { run, busy, refusal } = useAction();
  const [order, setOrder] = useState(undefined); // as it was told with a refusal
  const pressed = useRef();
  const { ids, version, follow } = shown;
  const place = ids.indexOf(question.id);
  const first = view.value.questions?.[ids[0]]?.next ? 1 : 0; // what is next stays next
  const numberOf = (id) => view.value.questions?.[id]?.number ?? "one more";
  useLayoutEffect(() => { pressed.current?.focus({ preventScroll: true }); pressed.current = undefined; }, [place]);

  async function move(to, button) {
    pressed.current = button; // it moves with its question, and the focus with it
    const before = ids.filter((id) => id !== question.id)[to];
    const answer = await run("qa_queue.move", { question_id: question.id, ...(before && { before }), seen_version: version, ...why });
    if (!answer.ok) pressed.current = undefined;
    if (answer.ok || answer.order) follow();
    setOrder(answer.order);
    if (answer.ok) onDone();
  }
  const step = (to, word) => html`<button type="button" class="button button--quiet" aria-label=${`${word}: ${question.number}`} aria-busy=${busy}
    aria-disabled=${to < first || to >= ids.length} onClick=${(event) => to >= first && to < ids.length && move(to, event.currentTarget)}>${word}</button>`;
  return html`${step(place - 1, "Earlier")}${step(place + 1, "Later")}
    <${ToPlace} key=${place} name=${question.number} from=${first} to=${ids.length} place=${place} busy=${busy} onMove=${move} />
    ${place > first && view.value.session.ranking === "fair_turn" && html`<p class="hint">${costOf(question, view.value)}</p>`}
    <${Refusal} text=${order ? `${refusal} Now it is ${listWords(order.map(numberOf))}.` : refusal} />`;
}

/** What a move up takes from the rooms that the question speaks for. */
function costOf({ room_id, credited = [] }, view) {
  const letters = [room_id, ...credited].map((id) => view.rooms?.[id]?.letter ?? view.rooms?.[id]?.theme ?? "?").sort();
  return letters.length === 1 ? `Moved up, it takes room ${letters[0]}’s next turn; the room’s other questions come a round later.`
    : `Moved up, it takes the next turn of rooms ${listWords(letters)}; their other questions come a round later.`;
}

/** For a long way: the place by its number. */
function ToPlace({ name, from, to, place, busy, onMove }) {
  const [wanted, setWanted] = useState(place);
  const places = Array.from({ length: to - from }, (_, nth) => from + nth);
  return html`<span class="action"><select class="field to-place" aria-label=${`Place for ${name}`} value=${wanted} onChange=${(event) => setWanted(Number(event.target.value))}>
      ${places.map((nth) => html`<option key=${nth} value=${nth}>place ${nth + 1}</option>`)}</select>
    ${wanted !== place && html`<button type="button" class="button button--quiet" aria-label=${`Move ${name} there`} aria-busy=${busy} onClick=${() => onMove(wanted)}>Move there</button>`}</span>`;
}
