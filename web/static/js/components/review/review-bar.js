/** What can be done with the question on the desk. The buttons stay where they are while one question follows the other. */
import { html } from "htm/preact";

export function ReviewBar({ desk }) {
  const { number } = desk.question;
  const approve = (event) => { if (event.detail < 2) desk.settle("qa_queue.approve"); }; // the second half of a double click is not about the next one
  const once = (event) => { if (event.repeat && (event.key === "Enter" || event.key === " ")) event.preventDefault(); };
  const open = (what) => (event) => { if (event.detail < 2) desk.start(what); };
  const button = (does, key, word, press, look) => html`<button type="button" class=${look} data-does=${does} data-shortcut=${desk.keys ? key : undefined}
    aria-busy=${desk.busy} onClick=${press}>${word}<span class="visually-hidden"> ${number}</span>${desk.keys && html`<kbd aria-hidden="true">${key.toUpperCase()}</kbd>`}</button>`;
  return html`<div class="review__bar" onKeyDown=${once}>
    ${button("approve", "a", "Approve", approve, desk.keys ? "button" : "button button--second")}
    ${button("reject", "r", "Reject…", open("reject"), "button button--quiet")}
    ${button("edit", "e", "Edit", open("edit"), "button button--quiet")}
    ${button("merge", "m", "Merge into…", open("merge"), "button button--quiet")}
  </div>`;
}
