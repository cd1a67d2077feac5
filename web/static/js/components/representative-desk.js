/** For who speaks for a room: what to do now, and the drafts to choose from. */
import { html } from "htm/preact";
import { useSession } from "../context.js";
import { isOpen, isOver, onAir, questionsOf } from "../look.js";
import { count } from "../words.js";
import { Drafts } from "./drafts.js";

export function RepresentativeDesk() {
  const { view, me } = useSession();
  if (isOver(view.value)) return null;
  const submitted = questionsOf(view.value).filter((q) => q.room_id === me.value.room_id && q.number);
  return html`<section class="desk" aria-labelledby="desk">
    <h2 id="desk">You ${me.value.speaks_as === "deputy" ? "are the deputy of" : "speak for"} your room</h2>
    <p>${advice(view.value, me.value, submitted)}</p>
    <${Drafts} />
  </section>`;
}

function advice(view, me, submitted) {
  const air = onAir(view);
  if (air?.room_id === me.room_id) return "Your question is on air. Ask it aloud now.";
  const waiting = submitted.filter((q) => q.status === "open");
  if (isOpen(view, "answering")) {
    const best = Math.min(...waiting.map((q) => q.rank ?? Infinity));
    if (!waiting.length) return "None of your questions is waiting.";
    return Number.isFinite(best) ? `Your next question stands at place ${best}. You are called by name.` : "You are called by name. Then ask your question aloud.";
  }
  const so = submitted.length ? `You have submitted ${count(submitted.length, "question")}.` : "Nothing is submitted yet.";
  if (isOpen(view, "submitting")) return `${so} Submit the questions your room agrees on.`;
  return waiting.length ? `${so} The panel calls you by name; then ask your question aloud.` : so;
}
