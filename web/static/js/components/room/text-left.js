/** How much room is left for the words of a question; while there is enough, `children` say something else. */
import { html } from "htm/preact";

const LIMIT = 500; // characters as people count them; the server refuses more and never cuts

const left = (text) => LIMIT - [...text].length;
export const tooLong = (text) => left(text) < 0;

export function TextLeft({ id, text, children }) {
  const n = left(text);
  return html`<p id=${id} class=${n < 0 ? "refusal" : "hint"}>${n < 0 ? `${-n} characters too many` : n < 100 ? `${n} characters left` : children}</p>`;
}
