/** What happens now, how long it lasts, what comes then; the evening line is its lower edge. First on every live page. */
import { html } from "htm/preact";
import { ticking, useSession } from "../context.js";
import { formatClock, formatDay, formatDuration, formatWall, remaining, urgency } from "../clock.js";
import { currentPhase, isOver, nextPhase } from "../look.js";
import { kindWord, warningWords } from "../words.js";
import { EveningLine } from "./evening-line.js";

/** `line`: what stands for the line (the host's is a control); `children`: hands on the clock. */
export function Now({ named, line: Line = EveningLine, children }) {
  const { view } = useSession();
  const phase = currentPhase(view.value);
  const urgent = phase ? urgency(phase, ticking.value) : "quiet";
  return html`<section class="now" data-urgency=${urgent} aria-label="Now">
    <div class="now__row">${phase ? html`<${Running} phase=${phase} urgent=${urgent} />` : html`<${Still} />`}${children}</div>
    <${Line} named=${named} />
  </section>`;
}

function Running({ phase, urgent }) {
  const { view } = useSession();
  const next = nextPhase(view.value);
  const warning = warningWords(urgent);
  const until = phase.status === "running" && phase.ends_at ? `until ${formatWall(phase.ends_at)}` : "";
  const then = next ? `then ${next.title}, ${formatDuration(next.duration)}` : "the last part";
  return html`<div>
      <h2 class="now__phase">${phase.title || kindWord(phase.kind)}${phase.status === "paused" && html` <span class="now__paused">paused</span>`}</h2>
      <p class="now__then">${warning && html`<strong class="now__warning">${warning}</strong> · `}${[until, then].filter(Boolean).join(" · ")}</p>
    </div>
    <p class="now__time" role="timer" aria-live="off">${formatClock(remaining(phase, ticking.value))}</p>`;
}

/** Before the start, and after the end. */
function Still() {
  const { view } = useSession();
  const { starts_at, finished_at } = view.value.session;
  if (isOver(view.value)) {
    return html`<div><h2 class="now__phase">Finished</h2>
      <p class="now__then">${finished_at ? formatDay(finished_at) : ""}</p></div><p class="now__time now__time--words">Thank you</p>`;
  }
  return html`<div><h2 class="now__phase">${starts_at ? "Starts at" : "Not started yet"}</h2>
      <p class="now__then">${starts_at ? formatDay(starts_at) : "The host starts it."}</p></div>
    <p class=${`now__time${starts_at ? "" : " now__time--words"}`}>${starts_at ? formatWall(starts_at) : "Soon"}</p>`;
}
