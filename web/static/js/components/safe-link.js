/** A link that somebody typed. What is not safe stays text. */
import { html } from "htm/preact";
import { safeUrl } from "../safe-url.js";

export function SafeLink({ url, class: name = "", children }) {
  const href = safeUrl(url);
  if (!href) return html`<span class=${name}>${children}</span>`;
  return html`<a class=${name} href=${href} target="_blank" rel="noopener noreferrer">${children}</a>`;
}
