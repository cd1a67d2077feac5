/** Better words for a question. Votes stay; once it is open everybody sees that it was edited. */
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { useSession } from "../context.js";
import { mayWithdraw } from "../look.js";
import { useAction } from "../use/action.js";
import { useKeptText } from "../use/kept-text.js";
import { Refusal } from "./refusal.js";
import { TakeBack } from "./take-back.js";

export function EditForm({ question, onEnd }) {
  const { id, view, me } = useSession();
  const [text, setText, clear] = useKeptText(`edit:${id}:${question.id}`, question.text);
  const { run, busy, refusal } = useAction();
  const field = useRef();
  useEffect(() => field.current?.focus(), []); // it opened under the person's own finger
  const end = () => { clear(); onEnd(); };
  async function save(event) {
    event.preventDefault();
    const words = text.trim();
    if (words === question.text || (words && (await run("qa_queue.edit", { question_id: question.id, text: words })).ok)) end();
  }
  return html`<form class="draft-form" onSubmit=${save} onKeyDown=${(event) => event.key === "Escape" && end()}>
    <label for=${`edit-${question.id}`}>Change the words${question.number ? ` of ${question.number}` : ""}</label>
    <textarea id=${`edit-${question.id}`} class="field" rows="3" dir="auto" value=${text} ref=${field} onInput=${(event) => setText(event.target.value)}></textarea>
    <div class="action"><button class="button" aria-busy=${busy}>Save</button>
      <button type="button" class="button button--plain" onClick=${end}>Cancel</button>
      ${mayWithdraw(view.value, me.value, question) && html`<${TakeBack} question=${question} />`}<${Refusal} text=${refusal} /></div>
  </form>`;
}
