/** The whole evening as a list, with the times as they are expected now. Folded. */
import { html } from "htm/preact";
import { minute, useSession } from "../context.js";
import { formatDuration, formatWall } from "../clock.js";
import { isPresent } from "../look.js";
import { lengthOf, schedule } from "../schedule.js";
import { phaseStatusWord } from "../words.js";
import { statusOf } from "./evening-line.js";

export function Plan() {
  const { view } = useSession();
  return html`<details class="fold"><summary>The evening</summary>
    <ol class="plan-list">${schedule(view.value, minute.value).map((phase) => html`<${Part} key=${phase.id} phase=${phase} />`)}</ol>
  </details>`;
}

function Part({ phase }) {
  return html`<li data-kind=${phase.kind} aria-current=${isPresent(phase) ? "step" : undefined}>
    <span>${phase.title}</span><span>${phase.from === undefined ? "" : formatWall(phase.from)}</span>
    <span class="hint">${phase.left_out ? "" : `${formatDuration(lengthOf(phase))} · `}${phaseStatusWord(statusOf(phase))}</span>
    ${phase.shifted && html`<span class="hint">planned ${formatWall(phase.planned_starts_at)}</span>`}
  </li>`;
}
