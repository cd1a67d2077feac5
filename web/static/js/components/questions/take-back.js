/** The author takes a question back, until it is on air. */
import { html } from "htm/preact";
import { ConfirmButton } from "../confirm-button.js";

export const TakeBack = ({ question }) => html`<${ConfirmButton} name="qa_queue.withdraw" data=${{ question_id: question.id }}
  class="button button--plain" question="Take this question back?" yes="Take it back">Take back<//>`;
