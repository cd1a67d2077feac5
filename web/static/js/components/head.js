/** The top of a live page: which session, and who you are in it. */
import { html } from "htm/preact";
import { useSession } from "../context.js";

export function Head({ children }) {
  const { view } = useSession();
  return html`<header class="head">
    <h1 class="head__title">${view.value.session.title}</h1>
    <p class="head__who">${children}</p>
  </header>`;
}
