/** To whom a question goes, where it is meant for one of the panel. Any name can be written; those of the panel are offered. */
import { html } from "htm/preact";
import { useId } from "preact/hooks";
import { useSession } from "../../context.js";
import { panelistsOf } from "../../look.js";

export function AddressedTo({ name, onChange }) {
  const { view } = useSession();
  const id = useId();
  return html`<details class="why addressed"><summary>To a certain panelist${name && html`: <bdi>${name}</bdi>`}</summary>
    <label for=${id}>Name of the panelist</label>
    <input id=${id} class="field" dir="auto" list=${`${id}-panel`} autocomplete="off" value=${name} onInput=${(event) => onChange(event.target.value)} />
    <datalist id=${`${id}-panel`}>${panelistsOf(view.value).map((person) => html`<option value=${person.name} />`)}</datalist>
  </details>`;
}
