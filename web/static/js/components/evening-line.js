/** The evening line: every phase as long as it lasts, and where we are in it. */
import { html } from "htm/preact";
import { ticking, useSession } from "../context.js";
import { formatDuration, formatWall, progress } from "../clock.js";
import { phasesOf } from "../look.js";

/** Widths are classes (1 to 24, five minutes each), the same in the template's first paint: nothing jumps. */
const width = (phase) => `w${Math.min(24, Math.max(2, Math.round(phase.duration / 300_000)))}`;

export function PhaseLine() {
  const { view } = useSession();
  const phases = phasesOf(view.value);
  if (!phases.length) return null;
  return html`<ol class="phase-line" aria-label="The plan">
    ${phases.map((phase) => html`<${Segment} key=${phase.id} phase=${phase} />`)}
  </ol>`;
}

function Segment({ phase }) {
  const present = phase.status === "running" || phase.status === "paused";
  const at = phase.starts_at ?? phase.expected_starts_at ?? phase.planned_starts_at;
  return html`<li class=${`phase-line__part ${width(phase)}`} data-kind=${phase.kind} data-status=${phase.status} aria-current=${present ? "step" : undefined}>
    <span class="phase-line__track">${present && html`<${Present} phase=${phase} />`}</span>
    <span class="phase-line__title">${phase.title}</span>
    <span class="phase-line__when">${at === undefined ? formatDuration(phase.duration) : formatWall(at)}</span>
    <span class="visually-hidden">${STATUS[phase.status]}, ${formatDuration(phase.duration)}</span>
  </li>`;
}

/** Only this redraws as time goes by. */
function Present({ phase }) {
  const part = progress(phase, ticking.value);
  return html`<span class="phase-line__past" style=${{ width: `${(part * 100).toFixed(2)}%` }}></span>`;
}

const STATUS = { planned: "to come", running: "now", paused: "paused", done: "over" };
