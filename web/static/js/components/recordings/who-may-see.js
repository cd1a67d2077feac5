/** Who may see a recording. `of`: which one, where several stand on the page. */
import { html } from "htm/preact";
import { audienceOf } from "../../recordings.js";
import { VISIBILITIES } from "../../words.js";

export function WhoMaySee({ value, room, of, busy, onChange }) {
  return html`<label>Who may see it${of && html`<span class="visually-hidden">: ${of}</span>`}
    <select class="field" value=${audienceOf(value, room)} aria-busy=${busy} onChange=${onChange}>
      ${VISIBILITIES.filter(([each]) => room || each !== "room").map(([each, words]) => html`<option value=${each}>${words}</option>`)}</select></label>`;
}
