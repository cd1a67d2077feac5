/** Before the start: a question that comes to mind now is kept for the evening. */
import { html } from "htm/preact";
import { DraftForm } from "./draft-form.js";

export const PrepareForm = () => html`<details class="fold">
  <summary>Prepare a question</summary>
  <p class="hint">It stands in the drafts of your room when the session starts.</p>
  <${DraftForm} preparing=${true} />
</details>`;
