/** The top of a live page: which session, and who you are in it. */
import { html } from "htm/preact";
import { useSession } from "../context.js";

export function PageHead({ children }) {
  const { view } = useSession();
  return html`<header class="page-head">
    <h1 class="page-head__title">${view.value.session.title}</h1>
    <p class="page-head__who">${children}</p>
  </header>`;
}
