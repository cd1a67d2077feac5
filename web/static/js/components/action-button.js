/** A button that sends one command and shows how it ended. */
import { html } from "htm/preact";
import { useAction } from "../use/action.js";
import { Refusal } from "./refusal.js";

export function ActionButton({ name, data, class: look = "button button--quiet", label, shortcut, onDone, disabled, children }) {
  const { run, busy, refusal } = useAction();
  async function press() {
    const answer = await run(name, data);
    if (answer.ok) onDone?.(answer);
  }
  return html`<span class="action">
    <button type="button" class=${look} data-shortcut=${shortcut} aria-busy=${busy} aria-label=${label} disabled=${disabled} onClick=${press}>${children}</button>
    <${Refusal} text=${refusal} />
  </span>`;
}
