/** The host's evening line: each phase is a part that can be opened, to go there, to change it, to take it out. */
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { formatDuration, formatWall } from "../../clock.js";
import { minute, useSession } from "../../context.js";
import { isOver, isPresent } from "../../look.js";
import { lengthOf, schedule } from "../../schedule.js";
import { phaseStatusWord } from "../../words.js";
import { AddPhase } from "./add-phase.js";
import { EveningLine, lineWidth, statusOf, Track } from "../evening-line.js";
import { PhaseMenu } from "./phase-menu.js";

export function Control() {
  const { view } = useSession();
  const [open, setOpen] = useState(undefined); // the id of a phase, or "add"
  const phases = schedule(view.value, minute.value);
  const chosen = phases.find((phase) => phase.id === open);
  useEffect(() => { if (open && open !== "add" && !chosen) setOpen(undefined); }, [open, chosen]);
  const toggle = (id) => setOpen(open === id ? undefined : id);
  return html`<div class="control">
    <div class="control__bare" aria-hidden="true"><${EveningLine} /></div>
    <ol class="evening-line control__line" aria-label="The evening">${phases.map((phase) => html`<${Part} key=${phase.id} phase=${phase} open=${open === phase.id} onToggle=${() => toggle(phase.id)} />`)}</ol>
    ${!isOver(view.value) && html`<button type="button" class="button button--plain control__add" aria-expanded=${open === "add"} onClick=${() => toggle("add")}>Add a part</button>`}
    ${chosen && html`<${PhaseMenu} key=${chosen.id} phase=${chosen} onEnd=${() => setOpen(undefined)} />`}
    ${open === "add" && html`<${AddPhase} onEnd=${() => setOpen(undefined)} />`}
  </div>`;
}

function Part({ phase, open, onToggle }) {
  return html`<li class=${`evening-line__part ${lineWidth(phase)}`} data-kind=${phase.kind} data-status=${statusOf(phase)} aria-current=${isPresent(phase) ? "step" : undefined}>
    <button type="button" class="control__part" aria-expanded=${open} onClick=${onToggle}>
      <${Track} phase=${phase} />
      <span class="evening-line__words">
        <span class="evening-line__title">${phase.title}</span>${" "}
        <span class="evening-line__when">${when(phase)}</span>
        <span class="visually-hidden">, ${phaseStatusWord(statusOf(phase))}, ${formatDuration(lengthOf(phase))}</span>
      </span>
    </button>
  </li>`;
}

/** "17:02", and what was planned where that is something else. */
function when(phase) {
  if (phase.left_out) return "left out";
  if (phase.from === undefined) return formatDuration(phase.duration);
  return html`${formatWall(phase.from)}${phase.shifted && html` <span class="control__planned">planned ${formatWall(phase.planned_starts_at)}</span>`}`;
}
