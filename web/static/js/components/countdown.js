/** What happens now, how long it lasts, what comes then. The largest thing on every page. */
import { html } from "htm/preact";
import { ticking, useSession } from "../context.js";
import { formatClock, formatDay, formatDuration, formatWall, remaining, urgency } from "../clock.js";
import { currentPhase, isOver, nextPhase } from "../look.js";
import { kindWord } from "../words.js";

const WARNINGS = { soon: "Less than five minutes left", last: "Last minute", over: "Over time" };

export function Countdown({ children }) {
  const { view } = useSession();
  const { session } = view.value;
  const phase = currentPhase(view.value);
  if (phase) return html`<${Running} phase=${phase} next=${nextPhase(view.value)}>${children}<//>`;
  if (isOver(view.value)) {
    return html`<section class="now"><h2 class="now__phase">Finished</h2>
      <p class="now__time now__time--words">Thank you</p>${children}</section>`;
  }
  const at = session.starts_at;
  return html`<section class="now"><h2 class="now__phase">${at ? "Starts at" : "Not started yet"}</h2>
    <p class="now__time ${at ? "" : "now__time--words"}">${at ? formatWall(at) : "Soon"}</p>
    ${at && html`<p class="now__then">${formatDay(at)}</p>`}${children}</section>`;
}

function Running({ phase, next, children }) {
  return html`<section class="now" data-urgency=${urgency(phase, ticking.value)}>
    <h2 class="now__phase">${phase.title || kindWord(phase.kind)}${phase.status === "paused" && html` <span class="now__paused">paused</span>`}</h2>
    <p class="now__time" role="timer" aria-live="off">${formatClock(remaining(phase, ticking.value))}</p>
    <p class="now__then"><${Then} phase=${phase} next=${next} /></p>
    ${children}
  </section>`;
}

function Then({ phase, next }) {
  const warning = WARNINGS[urgency(phase, ticking.value)];
  const until = phase.status === "running" && phase.ends_at ? `until ${formatWall(phase.ends_at)}` : "";
  const then = next ? `then ${next.title}, ${formatDuration(next.duration)}` : "the last part";
  return html`${warning && html`<strong class="now__warning">${warning}</strong> · `}${[until, then].filter(Boolean).join(" · ")}`;
}
