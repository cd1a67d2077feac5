/** The evening as it is being planned: a line that follows the minutes, and its clock times in a sentence. */
import { html } from "htm/preact";
import { partsOf, spoken } from "../../evening.js";

export function EveningSketch({ minutes, startsAt, zone }) {
  const parts = partsOf(minutes);
  return html`<div class="sketch">
    <svg class="sketch__line" width="100%" height="10" aria-hidden="true" focusable="false">
      ${parts.map((part) => html`<rect key=${part.kind} data-kind=${part.kind} x=${`${part.from}%`} width=${`${part.share}%`} height="10" />`)}
      ${parts.slice(1).map((part) => html`<rect key=${`gap-${part.kind}`} class="sketch__gap" x=${`${part.from}%`} width="3" height="10" transform="translate(-1.5)" />`)}
    </svg>
    <p class="sketch__words">${spoken(parts, startsAt, zone)}</p>
  </div>`;
}
