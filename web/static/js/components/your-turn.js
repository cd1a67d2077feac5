/** For who speaks for a room, while the panel answers: on, next, or how far away. The words are large, to be read aloud. */
import { html } from "htm/preact";
import { useSession } from "../context.js";
import { turnOf } from "../look.js";

export function YourTurn() {
  const { view, me } = useSession();
  const turn = turnOf(view.value, me.value);
  if (!turn) return null;
  const { state, question, place } = turn;
  return html`<section class="turn" data-turn=${state} aria-labelledby="turn">
    <h2 id="turn">${TITLES[state](place)}</h2>
    ${question && html`<p class="turn__text"><b>${question.number}</b> <bdi>${question.text}</bdi></p>`}
    ${HINTS[state] && html`<p>${HINTS[state]}</p>`}
    ${question?.claimed_by && html`<p><bdi>${question.claimed_by}</bdi> will answer.</p>`}
  </section>`;
}

const TITLES = {
  on: () => "You are on. Ask your question now.",
  next: () => "You are next.",
  waiting: (place) => (place ? `Your next question stands at place ${place}.` : "Your question waits for its place."),
  done: () => "None of your questions is waiting.",
};

const HINTS = {
  on: "Unmute, say your name and your school, then ask.",
  next: "Be ready: you are called by name.",
  waiting: "You are called by name.",
};
