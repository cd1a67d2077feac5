/** When it begins, in which zone, and how long each part lasts. */
import { html } from "htm/preact";
import { useMemo } from "preact/hooks";
import { instantOf, zonesWith, zoneWords } from "../../zone.js";
import { EveningSketch } from "./evening-sketch.js";
import { Labelled } from "./labelled.js";

const PARTS = ["In the rooms", "Break", "Panel"];

export function WhenFields({ draft, change, faults, typed }) {
  const zones = useMemo(() => zonesWith(draft.zone), []);
  const startsAt = draft.starts ? instantOf(draft.starts, draft.zone) : undefined;
  const minutes = (i) => (event) => change({ ...draft, minutes: draft.minutes.map((m, j) => (j === i ? event.target.value : m)) });
  return html`<div class="when">
    <${Labelled} label="Planned start" hint="optional" name="starts_at" faults=${faults}>${(its) => html`
      <input class="field" type="datetime-local" value=${draft.starts} onInput=${typed("starts")} ...${its} />`}<//>
    <${Labelled} label="Time zone" name="timezone" faults=${faults}>${(its) => html`<select class="field" value=${draft.zone} onChange=${typed("zone")} ...${its}>
      ${zones.map((zone) => html`<option key=${zone} value=${zone}>${zone.replaceAll("_", " ")}</option>`)}</select>`}<//>
    <p class="hint when__words">${zoneWords(draft.zone, startsAt ?? Date.now())}. Nothing starts by itself: you start it.</p>
  </div>
  <fieldset class="plan"><legend>Minutes</legend>
    ${PARTS.map((part, i) => html`<label key=${part}>${part}
      <input class="field" type="number" inputmode="numeric" name=${i ? undefined : "minutes"} min="1" max="600" required value=${draft.minutes[i]}
        aria-invalid=${faults.minutes && !i ? "true" : undefined} onInput=${minutes(i)} /></label>`)}
    <${EveningSketch} minutes=${draft.minutes} startsAt=${startsAt} zone=${draft.zone} />
    ${faults.minutes && html`<p class="refusal">${faults.minutes}</p>`}
  </fieldset>`;
}
