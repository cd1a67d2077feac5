/** One link to hand out: what it is for, the address, a copy button. */
import { html } from "htm/preact";
import { useId, useRef } from "preact/hooks";
import { CopyButton } from "./copy-button.js";

export function LinkRow({ label, hint, url }) {
  const field = useRef();
  const id = useId();
  const whole = new URL(url, location.origin).href;
  return html`<div class="link-row">
    <label class="link-row__label" for=${id}>${label}</label>
    ${hint && html`<p class="hint">${hint}</p>`}
    <div class="link-row__line">
      <input id=${id} ref=${field} class="field" type="text" readonly value=${whole} onFocus=${(event) => event.target.select()} />
      <${CopyButton} text=${whole} label=${label} from=${field} />
    </div>
  </div>`;
}
