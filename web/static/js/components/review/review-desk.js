/** The question that is looked at, large, and what can be done with it. A form stands in the place of the buttons. */
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { ReviewBar } from "./review-bar.js";
import { ReviewCard } from "./review-card.js";
import { ReviewEdit } from "./review-edit.js";
import { ReviewMerge } from "./review-merge.js";
import { ReviewReject } from "./review-reject.js";

const FORMS = { reject: ReviewReject, edit: ReviewEdit, merge: ReviewMerge };

export function ReviewDesk({ desk }) {
  const place = useRef();
  const before = useRef(undefined);
  const Form = FORMS[desk.open];
  useEffect(() => {
    if (!desk.open && before.current) place.current.querySelector(`[data-does="${before.current}"]`)?.focus({ preventScroll: true });
    before.current = desk.open;
  }, [desk.open]);
  return html`<div class="review__desk" data-open=${desk.open} ref=${place}>
    <p class="review__told" role="status">${desk.overtaken || desk.told}</p>
    <${ReviewCard} desk=${desk} />
    ${Form ? html`<${Form} key=${desk.question.id} question=${desk.question} onEnd=${desk.close} settle=${desk.settle} busy=${desk.busy} refusal=${desk.refusal} />`
      : html`<${ReviewBar} desk=${desk} />`}
  </div>`;
}
