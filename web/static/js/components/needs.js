/** What is needed from the host now. Empty is good news, and says so. */
import { html } from "htm/preact";
import { useSession } from "../context.js";
import { hostNeeds } from "../look.js";

export function Needs() {
  const { view } = useSession();
  const needs = hostNeeds(view.value);
  return html`<section class="needs" aria-labelledby="needs">
    <h2 id="needs">Needed from you</h2>
    ${needs.length
      ? html`<ul>${needs.map((need) => html`<li key=${need.text}><a href=${`#${need.at}`}>${need.text}</a></li>`)}</ul>`
      : html`<p class="empty">Nothing right now.</p>`}
  </section>`;
}
