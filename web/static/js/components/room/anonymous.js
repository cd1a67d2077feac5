/** Asking without one's name, and what that means. */
import { html } from "htm/preact";

export const Anonymous = ({ on, onChange }) => html`
  <label class="check"><input type="checkbox" checked=${Boolean(on)} onChange=${(event) => onChange(event.target.checked ? "yes" : "")} /> Without my name</label>
  ${on && html`<p class="hint">Nobody in the session sees who wrote it. Who runs the server can still erase it if you ask.</p>`}`;
