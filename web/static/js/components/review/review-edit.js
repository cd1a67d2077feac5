/** Better words for a question, in its place. Who asked it stays its author; the earlier words are kept. */
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { useSession } from "../../context.js";
import { useKeptText } from "../../use/kept-text.js";
import { Refusal } from "../refusal.js";

export function ReviewEdit({ question, onEnd, settle, busy, refusal }) {
  const { id } = useSession();
  const [text, setText, clear] = useKeptText(`edit:${id}:${question.id}`, question.text);
  const began = useRef(question.text);
  const field = useRef();
  useEffect(() => field.current?.focus(), []);
  const end = () => { clear(); onEnd(); };
  async function save(event) {
    event.preventDefault();
    const words = text.trim();
    if (words === question.text) end();
    else if (words && (await settle("qa_queue.edit", { text: words }))) clear();
  }
  return html`<form class="review__form" onSubmit=${save} onKeyDown=${(event) => event.key === "Escape" && end()}>
    <label>Change the words of ${question.number}
      <textarea class="field review__words" rows="3" dir="auto" value=${text} ref=${field} onInput=${(event) => setText(event.target.value)}></textarea></label>
    ${began.current !== question.text && html`<p class="hint" role="status">Somebody else changed the words meanwhile: <q>${question.text}</q></p>`}
    <div class="action"><button class="button" aria-busy=${busy}>Save</button>
      <button type="button" class="button button--plain" onClick=${end}>Cancel</button><${Refusal} text=${refusal} /></div>
  </form>`;
}
