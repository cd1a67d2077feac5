/** How far this person has come through a list: "You have seen 12 of 18." Said without the list moving. */
import { html } from "htm/preact";

export function SeenProgress({ seen, ids }) {
  const n = ids.filter((id) => seen.has(id)).length;
  return html`<p class="hint seen">${n === ids.length ? `You have seen all ${n}.` : `You have seen ${n} of ${ids.length}.`}
    <progress class="seen__bar" max=${ids.length} value=${n} aria-label="Questions seen"></progress></p>`;
}
