/** The whole evening as a list, with the times as they are expected now. Folded. */
import { html } from "htm/preact";
import { useSession } from "../context.js";
import { formatDuration, formatWall } from "../clock.js";
import { isPresent, isShifted, phasesOf, startOf } from "../look.js";
import { phaseStatusWord } from "../words.js";

export function Plan() {
  const { view } = useSession();
  return html`<details class="fold"><summary>The evening</summary>
    <ol class="plan-list">${phasesOf(view.value).map((phase) => html`<${Part} key=${phase.id} phase=${phase} />`)}</ol>
  </details>`;
}

function Part({ phase }) {
  const at = startOf(phase);
  return html`<li data-kind=${phase.kind} aria-current=${isPresent(phase) ? "step" : undefined}>
    <span>${phase.title}</span><span>${at === undefined ? "" : formatWall(at)}</span>
    <span class="hint">${formatDuration(phase.duration)} · ${phaseStatusWord(phase.status)}</span>
    ${isShifted(phase) && html`<span class="hint">planned ${formatWall(phase.planned_starts_at)}</span>`}
  </li>`;
}
