/** How long the question on air is on, of what it should take: "1:10 of 3:20", a bar, and a word as the end comes near. */
import { html } from "htm/preact";
import { ticking, useSession } from "../context.js";
import { airtimeWords } from "../reasons.js";
import { airStanding } from "../turns.js";

const WORDS = { soon: "time to come to an end", over: "over time" };

export function AirTime({ question }) {
  const { view } = useSession();
  const standing = airStanding(view.value, question, ticking.value);
  if (!standing) return null;
  const { gone, whole, state } = standing;
  return html`<div class="air-time" data-state=${state}>
    <p class="air-time__words" role="timer" aria-live="off"><b>${airtimeWords(gone)}</b>${whole && html` of ${airtimeWords(whole)}`}${WORDS[state] && html` · <strong>${WORDS[state]}</strong>`}</p>
    ${whole && html`<span class="air-time__bar"><span class="air-time__gone" style=${{ width: `${Math.min(100, (gone / whole) * 100).toFixed(1)}%` }}></span></span>`}
  </div>`;
}
