/** A question in the list of all, with what fits its status. A form opens under it, or in its place. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { can } from "../../review.js";
import { useDecision } from "../../use/decisions.js";
import { EarlierWordings } from "../questions/earlier-wordings.js";
import { Question } from "../questions/question.js";
import { Refusal } from "../refusal.js";
import { ReviewEdit } from "./review-edit.js";
import { ReviewMerge } from "./review-merge.js";
import { ReviewReject } from "./review-reject.js";
import { ReviewSources } from "./review-sources.js";

const FORMS = { reject: ReviewReject, edit: ReviewEdit, merge: ReviewMerge };
const WORDS = { approve: "Approve", edit: "Edit", reject: "Reject…", merge: "Merge…", send_back: "Back to review" };

export function ModerateRow({ question }) {
  const { view } = useSession();
  const { decide, busy, refusal } = useDecision();
  const [open, setOpen] = useState(undefined);
  const Form = FORMS[open];
  const { moderation } = view.value.session;
  const fits = Object.keys(WORDS).filter((what) => can(question, what) && (what !== "send_back" || moderation));
  async function settle(name, data) {
    const { ok } = await decide(name, { question_id: question.id, ...data });
    if (ok) setOpen(undefined);
    return ok;
  }
  const press = (what) => (FORMS[what] ? setOpen(what) : settle(`qa_queue.${what}`));
  return html`${open !== "edit" && html`<${Question} question=${question}>
      ${question.rank && html`<span class="hint">place ${question.rank}</span>`}
      ${!open && fits.map((what) => html`<button type="button" key=${what} class="button button--plain" aria-label=${`${WORDS[what]}: ${question.number}`} aria-busy=${busy}
        onClick=${() => press(what)}>${WORDS[what]}</button>`)}
      ${!open && html`<${Refusal} text=${refusal} />`}
    <//><${EarlierWordings} history=${question.history} /><${ReviewSources} question=${question} />`}
    ${Form && html`<${Form} question=${question} onEnd=${() => setOpen(undefined)} settle=${settle} busy=${busy} refusal=${refusal} />`}`;
}
