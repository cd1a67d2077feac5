/** A field with its name, a hint, and what is wrong with it. `children`: a function of what the field must carry. */
import { html } from "htm/preact";
import { useId } from "preact/hooks";

export function Labelled({ label, hint, name, faults = {}, children }) {
  const id = useId();
  const fault = faults[name];
  return html`<div class="labelled">
    <label for=${id}>${label}</label>${hint && html`<span class="hint">${hint}</span>`}
    ${children({ id, name, "aria-invalid": fault ? "true" : undefined, "aria-describedby": fault ? `${id}-fault` : undefined })}
    ${fault && html`<p class="refusal" id=${`${id}-fault`}>${fault}</p>`}
  </div>`;
}
