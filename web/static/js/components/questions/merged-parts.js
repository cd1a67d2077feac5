/** The questions that are part of this one, folded. They are not supported by themselves: a vote counts for the whole. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { roomName } from "../../look.js";
import { count } from "../../words.js";
import { Line } from "../line.js";

export function MergedParts({ question }) {
  const { view } = useSession();
  const parts = (question.sources ?? []).map((id) => view.value.questions?.[id]).filter(Boolean);
  if (!parts.length) return null;
  return html`<details class="why"><summary>${count(parts.length, "question is", "questions are")} part of it</summary>
    <ul class="wordings">${parts.map((part) => html`<li>
      <p class="question__text">${part.number && html`<b class="question__number">${part.number}</b> `}<bdi>${part.text}</bdi></p>
      <p class="question__from"><${Line} of=${[roomName(view.value.rooms?.[part.room_id]), part.author]} /></p></li>`)}</ul>
  </details>`;
}
