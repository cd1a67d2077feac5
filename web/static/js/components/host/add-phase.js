/** One more phase in the evening, behind one that is not over. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { phasesOf } from "../../look.js";
import { useAction } from "../../use/action.js";
import { kindWord } from "../../words.js";
import { Refusal } from "../refusal.js";

const MINUTE = 60_000;
const KINDS = ["plenary", "breakout", "break", "panel", "wrap_up"];

export function AddPhase({ onEnd }) {
  const { view } = useSession();
  const { run, busy, refusal } = useAction();
  const phases = phasesOf(view.value).filter((phase) => phase.status !== "done");
  const [kind, setKind] = useState("break");
  const [title, setTitle] = useState("");
  const [minutes, setMinutes] = useState("10");
  const [after, setAfter] = useState(phases.at(-1)?.id ?? "");
  async function add(event) {
    event.preventDefault();
    const data = { kind, title: title.trim() || kindWord(kind), duration: Math.round(Number(minutes) * MINUTE), ...(after ? { after } : {}) };
    if ((await run("agenda.add_phase", data)).ok) onEnd();
  }
  return html`<div class="menu" role="group" aria-label="Add a part" onKeyDown=${(event) => event.key === "Escape" && onEnd()}><h3>Add a part</h3><form class="menu__form" onSubmit=${add}>
    <label>Kind <select class="field" value=${kind} onChange=${(e) => setKind(e.target.value)}>${KINDS.map((k) => html`<option value=${k}>${kindWord(k)}</option>`)}</select></label>
    <label>Name <input class="field" placeholder=${kindWord(kind)} value=${title} onInput=${(e) => setTitle(e.target.value)} /></label>
    <label>Minutes <input class="field" type="number" min="0.1" max="1440" step="any" required value=${minutes} onInput=${(e) => setMinutes(e.target.value)} /></label>
    <label>After <select class="field" value=${after} onChange=${(e) => setAfter(e.target.value)}>${phases.map((phase) => html`<option value=${phase.id}>${phase.title}</option>`)}</select></label>
    <div class="action"><button class="button button--quiet" aria-busy=${busy}>Add it</button><button type="button" class="button button--plain" onClick=${onEnd}>Close</button><${Refusal} text=${refusal} /></div>
  </form></div>`;
}
