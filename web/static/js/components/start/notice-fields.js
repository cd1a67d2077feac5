/** What is recorded, who keeps it, for how long. Who joins reads it and agrees. */
import { html } from "htm/preact";
import { Labelled } from "./labelled.js";

const CHOICES = [["yes", "Yes"], ["no", "No"], ["", "Not decided yet"]];

export function NoticeFields({ draft, faults, typed }) {
  return html`<fieldset class="notice-fields"><legend>Will it be recorded? <span class="hint">people read this before they join</span></legend>
    <div class="notice-fields__choices">${CHOICES.map(([value, word]) => html`<label class="check" key=${value}>
      <input type="radio" name="recorded" value=${value} checked=${draft.recorded === value} onChange=${typed("recorded")} /> ${word}</label>`)}</div>
    ${draft.recorded === "yes" && html`<div class="notice-fields__more">
      <${Labelled} label="Who keeps it" name="recording_notice.keeper" faults=${faults}>${(its) => html`
        <input class="field" required autocomplete="organization" value=${draft.keeper} onInput=${typed("keeper")} ...${its} />`}<//>
      <${Labelled} label="For how many days" name="recording_notice.days" faults=${faults}>${(its) => html`
        <input class="field" type="number" inputmode="numeric" required min="1" max="3650" value=${draft.days} onInput=${typed("days")} ...${its} />`}<//>
    </div>`}
  </fieldset>`;
}
