/** Answers that are owed, the first due first: to be written, or given to somebody else. `mine`: only those this person promised, or only the others. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { isOwed, promisesOf } from "../../promises.js";
import { PromisedQuestion } from "./promised-question.js";

export function Promises({ title = "Promised answers", mine, open = false }) {
  const { view, me } = useSession();
  const owed = promisesOf(view.value).filter((q) => mine === undefined || isOwed(q, me.value) === mine);
  if (!owed.length) return null;
  return html`<details class="fold" id=${mine === false ? undefined : "promises"} open=${open}><summary>${title} <span class="fold__count">${owed.length}</span></summary>
    <ul class="question-list">${owed.map((q) => html`<li key=${q.id}><${PromisedQuestion} question=${q} /></li>`)}</ul>
  </details>`;
}
