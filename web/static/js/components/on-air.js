/**
 * The question that is asked right now, and the one after it. `hands`: what can be done, beside the label; `below`: under the words;
 * `idle`: what can be done with the next one while nothing is on air; `time`: how its time is told.
 */
import { html } from "htm/preact";
import { useSession } from "../context.js";
import { isOpen, onAir, roomName, upNext } from "../look.js";
import { overrideWords } from "../reasons.js";
import { listWords } from "../words.js";
import { AirTime } from "./air-time.js";
import { Line } from "./line.js";

export function OnAir({ hands, below, idle, time: Time = AirTime }) {
  const { view, me } = useSession();
  const question = onAir(view.value);
  if (!question && !isOpen(view.value, "answering")) return null;
  const next = upNext(view.value);
  const own = question && question.room_id === me.value.room_id;
  return html`<section class="on-air" data-empty=${!question}>
    <div class="on-air__head"><h2 class="on-air__label">On air${question?.follow_up && ": a follow-up"}</h2>${question && hands?.(question)}</div>
    ${question ? html`
      <p class="on-air__text">${question.number && html`<b>${question.number}</b> `}<bdi>${question.text}</bdi></p>
      <p class="on-air__from"><${Line} of=${[...asker(view.value, question), own && "your room"]} /></p>
      ${question.claimed_by && html`<p class="on-air__from"><bdi>${question.claimed_by}</bdi> answers</p>`}
      ${question.override?.kind === "called" && html`<p class="on-air__from">${overrideWords(question)}</p>`}
      <${Time} question=${question} />
      ${below?.(question)}`
    : html`<p class="on-air__text on-air__text--none">No question is on air.</p>`}
    ${next && html`<div class="on-air__next"><p>Next: <b>${next.number}</b> <${Line} of=${asker(view.value, next)} /></p>${!question && idle?.(next)}</div>`}
  </section>`;
}

/** Who asks, and for which rooms. */
function asker(view, question) {
  const room = view.rooms?.[question.room_id];
  const others = (question.credited ?? []).map((id) => view.rooms?.[id]?.letter).filter(Boolean).sort();
  return [room?.speaker, roomName(room), others.length > 0 && `also asked by ${others.length === 1 ? "room" : "rooms"} ${listWords(others)}`];
}
