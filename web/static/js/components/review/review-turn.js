/** Looking at the others that wait, and taking back what was done last. */
import { html } from "htm/preact";
import { ReviewUndo } from "./review-undo.js";

export function ReviewTurn({ desk }) {
  const { ids, question, open, look, keys } = desk;
  const place = ids.indexOf(question?.id);
  const step = (by, key, name, arrow) => {
    const off = open !== undefined || place < 0 || ids[place + by] === undefined;
    return html`<button type="button" class="button button--quiet" aria-label=${name} data-shortcut=${keys ? key : undefined} aria-disabled=${off}
      onClick=${() => off || look(by)}>${arrow}</button>`;
  };
  return html`<div class="review__turn">
    ${question && html`${step(-1, "k", "Previous question", "←")}${step(1, "j", "Next question", "→")}
      <span class="hint">${place >= 0 && `${place + 1} of ${ids.length}`}</span>`}
    <${ReviewUndo} desk=${desk} />
  </div>`;
}
