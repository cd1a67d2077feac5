/** The evening line: every phase as long as it lasts, and the present moment on it. `named`: with titles and times under it. */
import { html } from "htm/preact";
import { minute, ticking, useSession } from "../context.js";
import { formatDuration, formatWall, progress } from "../clock.js";
import { isPresent } from "../look.js";
import { lengthOf, schedule } from "../schedule.js";
import { phaseStatusWord } from "../words.js";

/** Widths are classes (2 to 24, five minutes each), the same in the template's first paint: nothing jumps. */
export const lineWidth = (phase) => `w${Math.min(24, Math.max(2, Math.round(phase.duration / 300_000)))}`;

export const statusOf = (phase) => (phase.left_out ? "left_out" : phase.status);

export function EveningLine({ named = false }) {
  const { view } = useSession();
  const phases = schedule(view.value, minute.value);
  if (!phases.length) return null;
  return html`<ol class=${`evening-line${named ? " evening-line--named" : ""}`} aria-label="The evening">
    ${phases.map((phase) => html`<${Part} key=${phase.id} phase=${phase} named=${named} />`)}
  </ol>`;
}

function Part({ phase, named }) {
  return html`<li class=${`evening-line__part ${lineWidth(phase)}`} data-kind=${phase.kind} data-status=${statusOf(phase)} aria-current=${isPresent(phase) ? "step" : undefined}>
    <${Track} phase=${phase} />
    <span class=${named ? "evening-line__words" : "visually-hidden"}>
      <span class="evening-line__title">${phase.title}</span>${" "}
      <span class="evening-line__when">${phase.from === undefined ? formatDuration(phase.duration) : formatWall(phase.from)}</span>
    </span>
    <span class="visually-hidden">${phaseStatusWord(statusOf(phase))}, ${formatDuration(lengthOf(phase))}</span>
  </li>`;
}

/** One phase's piece of the line, with the mark of the present moment where it is in it. */
export const Track = ({ phase }) => html`<span class="evening-line__track">${isPresent(phase) && html`<${Present} phase=${phase} />`}</span>`;

/** Only this redraws as time goes by. */
function Present({ phase }) {
  return html`<span class="evening-line__past" style=${{ width: `${(progress(phase, ticking.value) * 100).toFixed(2)}%` }}></span>`;
}
