/** The evening line: every phase as long as it lasts, and the present moment on it. `named`: with titles and times under it. */
import { html } from "htm/preact";
import { ticking, useSession } from "../context.js";
import { formatDuration, formatWall, progress } from "../clock.js";
import { isPresent, phasesOf, startOf } from "../look.js";
import { phaseStatusWord } from "../words.js";

/** Widths are classes (2 to 24, five minutes each), the same in the template's first paint: nothing jumps. */
export const lineWidth = (phase) => `w${Math.min(24, Math.max(2, Math.round(phase.duration / 300_000)))}`;

export function EveningLine({ named = false }) {
  const { view } = useSession();
  const phases = phasesOf(view.value);
  if (!phases.length) return null;
  return html`<ol class=${`evening-line${named ? " evening-line--named" : ""}`} aria-label="The evening">
    ${phases.map((phase) => html`<${Part} key=${phase.id} phase=${phase} named=${named} />`)}
  </ol>`;
}

function Part({ phase, named }) {
  const present = isPresent(phase);
  const at = startOf(phase);
  return html`<li class=${`evening-line__part ${lineWidth(phase)}`} data-kind=${phase.kind} data-status=${phase.status} aria-current=${present ? "step" : undefined}>
    <span class="evening-line__track">${present && html`<${Present} phase=${phase} />`}</span>
    <span class=${named ? "evening-line__words" : "visually-hidden"}>
      <span class="evening-line__title">${phase.title}</span>${" "}
      <span class="evening-line__when">${at === undefined ? formatDuration(phase.duration) : formatWall(at)}</span>
    </span>
    <span class="visually-hidden">${phaseStatusWord(phase.status)}, ${formatDuration(phase.duration)}</span>
  </li>`;
}

/** The mark of the present moment. Only this redraws as time goes by. */
export function Present({ phase }) {
  const part = progress(phase, ticking.value);
  return html`<span class="evening-line__past" style=${{ width: `${(part * 100).toFixed(2)}%` }}></span>`;
}
