/** What a host can do with one phase: go there, change its name, length and end, take it out. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { currentPhase, isOver, phasesOf } from "../../look.js";
import { useAction } from "../../use/action.js";
import { ConfirmButton } from "../confirm-button.js";
import { Refusal } from "../refusal.js";

const MINUTE = 60_000;

export function PhaseMenu({ phase, onEnd }) {
  const { view } = useSession();
  const current = currentPhase(view.value);
  const elsewhere = current && current.id !== phase.id;
  const back = phase.status === "done";
  return html`<div class="menu" role="group" aria-label=${phase.title} onKeyDown=${(event) => event.key === "Escape" && onEnd()}>
    <h3>${phase.title}</h3>
    ${elsewhere && !isOver(view.value) && html`<${ConfirmButton} name="agenda.advance" data=${{ from_phase: current.id, to_phase: phase.id }} onDone=${onEnd}
      question=${`${back ? "Go back to" : "End"} “${back ? phase.title : current.title}”${back ? " and run it again" : ` and begin “${phase.title}”`}?`} yes=${back ? "Go back" : `Begin ${phase.title}`}>
      ${back ? "Go back here" : "Go here now"}<//>`}
    <${EditPhase} phase=${phase} onEnd=${onEnd} />
    ${phase.status === "planned" && !isOver(view.value) && phasesOf(view.value).length > 1 && html`<${ConfirmButton} name="agenda.remove_phase" data=${{ phase_id: phase.id }} onDone=${onEnd}
      class="button button--plain" question=${`Take “${phase.title}” out of the evening?`} yes="Take it out">Take it out<//>`}
    <button type="button" class="button button--plain" onClick=${onEnd}>Close</button>
  </div>`;
}

function EditPhase({ phase, onEnd }) {
  const { view } = useSession();
  const { run, busy, refusal } = useAction();
  const [title, setTitle] = useState(phase.title);
  const [length] = useState(String(Math.round(phase.duration / MINUTE * 10) / 10)); // rounded: only another one is a change
  const [minutes, setMinutes] = useState(length);
  const [atEnd, setAtEnd] = useState(phase.at_end);
  const planned = phase.status === "planned";
  const last = phasesOf(view.value).at(-1)?.id === phase.id;
  if (isOver(view.value)) return null;
  async function save(event) {
    event.preventDefault();
    const changed = {
      ...(title.trim() !== phase.title ? { title: title.trim() } : {}),
      ...(planned && minutes !== length ? { duration: Math.round(Number(minutes) * MINUTE) } : {}),
      ...(atEnd !== phase.at_end ? { at_end: atEnd } : {}),
    };
    if (!Object.keys(changed).length || (await run("agenda.edit_phase", { phase_id: phase.id, ...changed })).ok) onEnd();
  }
  return html`<form class="menu__form" onSubmit=${save}>
    <label>Name <input class="field" required value=${title} onInput=${(e) => setTitle(e.target.value)} /></label>
    ${planned && html`<label>Minutes <input class="field" type="number" min="0.1" max="1440" step="any" required value=${minutes} onInput=${(e) => setMinutes(e.target.value)} /></label>`}
    ${phase.status !== "done" && !last && html`<label>At its end <${AtEnd} value=${atEnd} onChange=${setAtEnd} /></label>`}
    <div class="action"><button class="button button--quiet" aria-busy=${busy}>Save</button><${Refusal} text=${refusal} /></div>
  </form>`;
}

const AtEnd = ({ value, onChange }) => html`<select class="field" value=${value} onChange=${(e) => onChange(e.target.value)}>
  <option value="advance">the next part begins by itself</option><option value="wait">it waits for me</option></select>`;
