/** An answer in writing, or better words for one that was noted. Kept over a reload until it is sent. */
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { useSession } from "../../context.js";
import { useAction } from "../../use/action.js";
import { useKeptText } from "../../use/kept-text.js";
import { Refusal } from "../refusal.js";

export function WriteAnswer({ question, onEnd }) {
  const { id } = useSession();
  const [text, setText, clear] = useKeptText(`written:${id}:${question.id}`, question.answer ?? "");
  const { run, busy, refusal } = useAction();
  const field = useRef();
  useEffect(() => field.current?.focus(), []); // it opened under the person's own finger
  async function save(event) {
    event.preventDefault();
    if (!text.trim() || !(await run("panel.write_answer", { question_id: question.id, text: text.trim() })).ok) return;
    clear();
    onEnd();
  }
  return html`<form class="draft-form" onSubmit=${save} onKeyDown=${(event) => event.key === "Escape" && onEnd()}>
    <label for=${`written-${question.id}`}>The answer to ${question.number ?? "this question"} <span class="hint">everybody reads it</span></label>
    <textarea id=${`written-${question.id}`} class="field" rows="4" dir="auto" ref=${field} value=${text} onInput=${(event) => setText(event.target.value)}></textarea>
    <div class="action"><button class="button button--second" aria-busy=${busy} disabled=${!text.trim()}>Save the answer</button>
      <button type="button" class="button button--plain" onClick=${onEnd}>Cancel</button><${Refusal} text=${refusal} /></div>
  </form>`;
}
