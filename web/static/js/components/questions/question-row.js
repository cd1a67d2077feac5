/** A question with what this person can do about it: support, submit, better words, take back. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { isOpen, mayEdit, mayWithdraw, speaksFor } from "../../look.js";
import { ActionButton } from "../action-button.js";
import { Claim } from "../panel/claim.js";
import { EarlierWordings } from "./earlier-wordings.js";
import { EditForm } from "./edit-form.js";
import { MergedParts } from "./merged-parts.js";
import { Question } from "./question.js";
import { TakeBack } from "./take-back.js";
import { VoteButton } from "./vote-button.js";

export function QuestionRow({ question, rank, ownRoom, children }) {
  const { view, me } = useSession();
  const [editing, setEditing] = useState(false);
  const name = question.number ?? question.text;
  const submits = question.status === "draft" && speaksFor(me.value, question) && isOpen(view.value, "submitting");
  if (editing) return html`<${EditForm} question=${question} onEnd=${() => setEditing(false)} />`;
  return html`<${Question} question=${question} rank=${rank} ownRoom=${ownRoom}>
    ${question.held && html`<span class="hint">held</span>`}
    <${VoteButton} question=${question} />
    <${Claim} question=${question} />
    ${children}
    ${submits && html`<${ActionButton} name="qa_queue.submit" data=${{ question_id: question.id }} class="button button--second" label=${`Submit: ${name}`}>Submit<//>`}
    ${mayEdit(view.value, me.value, question) && html`<button type="button" class="button button--plain" aria-label=${`Edit: ${name}`} onClick=${() => setEditing(true)}>Edit</button>`}
    ${mayWithdraw(view.value, me.value, question) && !mayEdit(view.value, me.value, question) && html`<${TakeBack} question=${question} />`}
  <//><${MergedParts} question=${question} /><${EarlierWordings} history=${question.history} />`;
}
