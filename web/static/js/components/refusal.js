/** Why something did not happen, in words, next to the thing. */
import { html } from "htm/preact";

export const Refusal = ({ text }) => html`<span class="refusal-slot" role="status">${text && html`<span class="refusal">${text}</span>`}</span>`;
