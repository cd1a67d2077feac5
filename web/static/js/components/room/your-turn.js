/** For who speaks for a room, while the panel answers: on, next, held, or how far away. The words are large, to be read aloud. */
import { html } from "htm/preact";
import { minute, useSession } from "../../context.js";
import { whyNotEarlier } from "../../earlier.js";
import { roomName, standsIn, turnOf } from "../../look.js";
import { whyHere } from "../../reasons.js";
import { mayBeTooLate, minutesToTurn } from "../../turns.js";
import { listWords } from "../../words.js";
import { AirTime } from "../air-time.js";

export function YourTurn() {
  const { view, me } = useSession();
  const turn = turnOf(view.value, me.value);
  if (!turn) return null;
  const { state, question, place, aside = [] } = turn;
  const room = view.value.rooms?.[question?.room_id];
  const asks = !question || isAsker(room, question, me.value);
  const titles = asks ? YOURS : OURS;
  const hint = asks ? HINTS[question?.follow_up ? "follow_up" : state] : whoAsks(room);
  return html`<section class="turn" data-turn=${state} aria-labelledby="turn">
    <h2 id="turn">${titles[question?.follow_up ? "follow_up" : state](place)}</h2>
    ${question && html`<p class="turn__text"><b>${question.number}</b> <bdi>${question.text}</bdi></p>`}
    ${state === "on" && html`<${AirTime} question=${question} />`}
    ${state === "waiting" && html`<${Away} question=${question} />`}
    ${standsIn(view.value, me.value) && html`<p><b>You are the deputy. The representative is away: you speak now.</b></p>`}
    ${hint && html`<p>${hint}</p>`}
    ${question?.claimed_by && html`<p><bdi>${question.claimed_by}</bdi> will answer.</p>`}
    ${aside.length > 0 && html`<p>${heldWords(aside.map((q) => q.number))}</p>`}
    ${question?.reason && state !== "on" && html`<${WhyHere} question=${question} />`}
  </section>`;
}

/** This person is called: it is their room's, and nobody else speaks for it now. */
const isAsker = (room, question, me) => question.room_id === me.room_id && (room?.speaker_id ?? me.id) === me.id;

const whoAsks = (room) => html`<bdi>${room?.speaker ?? room?.representative ?? "Nobody"}</bdi> asks it for ${roomName(room)}.`;

/** "About 6 minutes from now." A guess, so it is said to the minute and without a clock. */
function Away({ question }) {
  const { view } = useSession();
  const minutes = minutesToTurn(view.value, question, minute.value);
  if (mayBeTooLate(view.value, question, minute.value)) return html`<p class="turn__away">The time may not reach your question.</p>`;
  if (minutes === undefined) return null;
  return html`<p class="turn__away">${minutes < 1 ? "It can come any moment." : `In about ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`}</p>`;
}

function WhyHere({ question }) {
  const { view } = useSession();
  const before = whyNotEarlier(question, view.value);
  return html`<details class="why"><summary>Why here</summary><p>${whyHere(question, view.value)}</p>${before && html`<p>${before}</p>`}</details>`;
}

const heldWords = (numbers) => `${listWords(numbers)} ${numbers.length === 1 ? "is held. It keeps its place." : "are held. They keep their places."}`;

const YOURS = {
  on: () => "You are on. Ask your question now.",
  follow_up: () => "You are on, with a follow-up.",
  next: () => "You are next.",
  waiting: (place) => (place ? `Your next question stands at place ${place}.` : "Your question waits for its place."),
  held: () => "Your question is held. It keeps its place.",
  done: () => "None of your questions is waiting.",
};

const OURS = { ...YOURS, on: () => "Your room is on.", follow_up: () => "Your room is on, with a follow-up.", next: () => "Your room is next." };

const HINTS = {
  on: "Unmute, say your name and your school, then ask.",
  follow_up: "It does not count as another turn of your room.",
  next: "Be ready: you are called by name.",
  waiting: "You are called by name.",
};
