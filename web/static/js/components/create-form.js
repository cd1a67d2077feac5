/** Make a session: a title, themes, and, if you like, dilemmas, calls and a start. Shows the links once. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { createSession, themesOf } from "../create.js";
import { refusalWords } from "../words.js";
import { useKeptText } from "../use/kept-text.js";
import { CreatedLinks } from "./created-links.js";
import { Refusal } from "./refusal.js";

export function CreateForm({ needsKey }) {
  const [title, setTitle, clearTitle] = useKeptText("new-title");
  const [themes, setThemes, clearThemes] = useKeptText("new-themes");
  const [calls, setCalls] = useState({}); // by line: {plenary, 0, 1, …}
  const [prompts, setPrompts] = useState({}); // by line
  const [minutes, setMinutes] = useState(["45", "15", "60"]);
  const [starts, setStarts] = useState("");
  const [key, setKey] = useState("");
  const [state, setState] = useState({ busy: false });
  const lines = themesOf(themes);

  async function create(event) {
    event.preventDefault();
    if (state.busy) return;
    setState({ busy: true });
    const answer = await createSession({ title, lines, calls, prompts, minutes, starts, key });
    if (answer.ok) { clearTitle(); clearThemes(); }
    setState({ busy: false, ...(answer.ok ? { created: answer } : { refusal: refusalWords(answer) }) });
  }
  if (state.created) return html`<${CreatedLinks} created=${state.created} />`;
  const call = (name, label) => html`<label key=${name}>${label}
    <input class="field" inputmode="url" placeholder="https://" value=${calls[name] ?? ""} onInput=${(e) => setCalls({ ...calls, [name]: e.target.value })} /></label>`;
  return html`<form class="form" onSubmit=${create}>
    <label>Title <input class="field" required value=${title} onInput=${(e) => setTitle(e.target.value)} /></label>
    <label>Themes <span class="hint">one per line; each becomes a room</span>
      <textarea class="field" rows="4" required value=${themes} onInput=${(e) => setThemes(e.target.value)}></textarea></label>
    <${Plan} minutes=${minutes} onChange=${setMinutes} />
    <label>Planned start <span class="hint">optional; nothing starts by itself</span>
      <input class="field" type="datetime-local" value=${starts} onInput=${(e) => setStarts(e.target.value)} /></label>
    <details class="fold"><summary>Calls and dilemmas <span class="hint">optional</span></summary>
      ${call("plenary", "Call link for everybody")}
      ${lines.map((theme, i) => html`<fieldset class="room-plan" key=${i}><legend>${theme}</legend>
        ${call(i, "Call link")}
        <label>What they discuss
          <textarea class="field" rows="2" dir="auto" value=${prompts[i] ?? ""} onInput=${(e) => setPrompts({ ...prompts, [i]: e.target.value })}></textarea></label>
      </fieldset>`)}
    </details>
    ${needsKey && html`<label>Key <span class="hint">from who runs this server</span>
      <input class="field" type="password" required autocomplete="off" value=${key} onInput=${(e) => setKey(e.target.value)} /></label>`}
    <div class="action"><button class="button button--large" aria-busy=${state.busy}>Create the session</button><${Refusal} text=${state.refusal} /></div>
  </form>`;
}

const PARTS = ["In the rooms", "Break", "Panel"];

const Plan = ({ minutes, onChange }) => html`<fieldset class="plan"><legend>Minutes</legend>
  ${PARTS.map((part, i) => html`<label>${part}
    <input class="field" type="number" inputmode="numeric" min="1" max="600" required value=${minutes[i]}
      onInput=${(e) => onChange(minutes.map((m, j) => (j === i ? e.target.value : m)))} /></label>`)}
</fieldset>`;
