/** The time left for the question on air, to be read from the back row. */
import { html } from "htm/preact";
import { formatClock } from "../clock.js";
import { ticking, useSession } from "../context.js";
import { airStanding } from "../turns.js";

export function StageTime({ question }) {
  const { view } = useSession();
  const { gone, whole, state } = airStanding(view.value, question, ticking.value) ?? {};
  if (!whole) return null;
  return html`<p class="stage__left" role="timer" aria-live="off" data-state=${state}><b>${formatClock(Math.abs(whole - gone))}</b> ${state === "over" ? "over time" : "left for this question"}</p>`;
}
