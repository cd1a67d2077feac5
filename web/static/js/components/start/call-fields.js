/** Folded: the call of everybody; for each theme its call, what they discuss, questions to begin with; who reads questions first. */
import { html } from "htm/preact";
import { themesOf } from "../../create.js";
import { Labelled } from "./labelled.js";

export function CallFields({ draft, change, faults, typed, makesCalls }) {
  return html`${makesCalls && html`<label class="check"><input type="checkbox" checked=${draft.made} onChange=${(e) => change({ ...draft, made: e.target.checked })} />
      BigBlueButton makes the calls, and records them unless you say above that nothing is recorded</label>`}
  <details class="fold"><summary>Calls and dilemmas <span class="hint">optional; you can add them later</span></summary>
    <div class="calls">
      <${Call} label="Call link for everybody" name="plenary_call_url" faults=${faults} value=${draft.common} onInput=${typed("common")} />
      <label class="check"><input type="checkbox" checked=${draft.moderated} onChange=${(e) => change({ ...draft, moderated: e.target.checked })} />
        A moderator reads each question before everybody does</label>
      ${themesOf(draft.themes).map((theme, i) => html`<${OfTheme} key=${i} nth=${i} theme=${theme} draft=${draft} change=${change} faults=${faults} />`)}
    </div>
  </details>`;
}

function OfTheme({ nth, theme, draft, change, faults }) {
  const own = draft.byTheme[theme] ?? {};
  const typed = (field) => (event) => change({ ...draft, byTheme: { ...draft.byTheme, [theme]: { ...own, [field]: event.target.value } } });
  return html`<fieldset class="room-plan"><legend>${theme}</legend>
    <${Call} label="Call link" name=${`rooms.${nth}.call_url`} faults=${faults} value=${own.call} onInput=${typed("call")} />
    <${Labelled} label="What they discuss" name=${`rooms.${nth}.prompt`} faults=${faults}>${(its) => html`
      <textarea class="field" rows="2" dir="auto" value=${own.prompt ?? ""} onInput=${typed("prompt")} ...${its}></textarea>`}<//>
    <${Labelled} label="Questions to begin with" hint="one per line; they stand among the room’s drafts" name=${`rooms.${nth}.questions`} faults=${faults}>${(its) => html`
      <textarea class="field" rows="2" dir="auto" value=${own.questions ?? ""} onInput=${typed("questions")} ...${its}></textarea>`}<//>
  </fieldset>`;
}

const Call = ({ label, name, faults, value, onInput }) => html`<${Labelled} label=${label} name=${name} faults=${faults}>${(its) => html`
  <input class="field" inputmode="url" autocomplete="off" placeholder="https://" value=${value ?? ""} onInput=${onInput} ...${its} />`}<//>`;
