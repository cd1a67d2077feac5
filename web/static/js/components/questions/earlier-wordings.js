/** What a question said before, and who changed it. `history`: [{text, at, by}], oldest first. */
import { html } from "htm/preact";
import { formatWall } from "../../clock.js";
import { count } from "../../words.js";

export function EarlierWordings({ history = [] }) {
  if (!history.length) return null;
  return html`<details class="why"><summary>${count(history.length, "earlier wording")}</summary>
    <ol class="wordings">${history.map((was) => html`<li>
      <p class="question__text" dir="auto">${was.text}</p>
      <p class="question__from">${was.by ? html`changed by <bdi>${was.by}</bdi>` : "changed"} at ${formatWall(was.at)}</p></li>`)}</ol>
  </details>`;
}
