/** Better words for a question. Votes stay; once it is open everybody sees that it was edited. */
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { useSession } from "../../context.js";
import { mayWithdraw } from "../../look.js";
import { useAction } from "../../use/action.js";
import { useKeptText } from "../../use/kept-text.js";
import { AddressedTo } from "./addressed-to.js";
import { NearDuplicates } from "./near-duplicates.js";
import { Refusal } from "../refusal.js";
import { TakeBack } from "./take-back.js";

export function EditForm({ question, onEnd }) {
  const { id, view, me } = useSession();
  const [text, setText, clear] = useKeptText(`edit:${id}:${question.id}`, question.text);
  const [panelist, setPanelist, clearPanelist] = useKeptText(`edit-to:${id}:${question.id}`, question.addressed_to ?? "");
  const { run, busy, refusal } = useAction();
  const field = useRef();
  useEffect(() => field.current?.focus(), []); // it opened under the person's own finger
  const end = () => { clear(); clearPanelist(); onEnd(); };
  async function save(event) {
    event.preventDefault();
    const data = changes(question, text.trim(), panelist.trim());
    if (!data || (data.text && (await run("qa_queue.edit", data)).ok)) end();
  }
  return html`<form class="draft-form" onSubmit=${save} onKeyDown=${(event) => event.key === "Escape" && end()}>
    <label for=${`edit-${question.id}`}>Change the words${question.number ? ` of ${question.number}` : ""}</label>
    <textarea id=${`edit-${question.id}`} class="field" rows="3" dir="auto" value=${text} ref=${field} onInput=${(event) => setText(event.target.value)}></textarea>
    <${AddressedTo} name=${panelist} onChange=${setPanelist} />
    <div class="action"><button class="button" aria-busy=${busy}>Save</button>
      <button type="button" class="button button--plain" onClick=${end}>Cancel</button>
      ${mayWithdraw(view.value, me.value, question) && html`<${TakeBack} question=${question} />`}<${Refusal} text=${refusal} /></div>
    ${text.trim() !== question.text && html`<${NearDuplicates} text=${text} questionId=${question.id} />`}
  </form>`;
}

/** What is to be sent, or nothing where all is as it was. A panelist who was named before is taken away by null. */
function changes(question, text, panelist) {
  const addressed = panelist !== (question.addressed_to ?? "");
  if (text === question.text && !addressed) return undefined;
  return { question_id: question.id, text, ...(addressed && { addressed_to: panelist || null }) };
}
