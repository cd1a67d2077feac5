/** The whole evening as a list, with the times as they are expected now. Folded. */
import { html } from "htm/preact";
import { useSession } from "../context.js";
import { formatDuration, formatWall } from "../clock.js";
import { phasesOf } from "../look.js";
import { phaseStatusWord } from "../words.js";

export function Plan() {
  const { view } = useSession();
  return html`<details class="fold"><summary>The evening</summary>
    <ol class="plan-list">${phasesOf(view.value).map((phase) => html`<${Part} key=${phase.id} phase=${phase} />`)}</ol>
  </details>`;
}

function Part({ phase }) {
  const present = phase.status === "running" || phase.status === "paused";
  const at = phase.starts_at ?? phase.expected_starts_at ?? phase.planned_starts_at;
  return html`<li data-kind=${phase.kind} aria-current=${present ? "step" : undefined}>
    <span>${phase.title}</span><span>${at === undefined ? "" : formatWall(at)}</span>
    <span class="hint">${formatDuration(phase.duration)} · ${phaseStatusWord(phase.status)}</span>
    ${moved(phase) && html`<span class="hint">planned ${formatWall(phase.planned_starts_at)}</span>`}
  </li>`;
}

const moved = (phase) => {
  const at = phase.starts_at ?? phase.expected_starts_at;
  return phase.planned_starts_at !== undefined && at !== undefined && Math.abs(at - phase.planned_starts_at) >= 60_000;
};
