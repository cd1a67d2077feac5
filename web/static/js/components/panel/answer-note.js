/** Room for a note of the answer, folded. Its form is sent by the button "Answered", which stands elsewhere. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { useAction } from "../../use/action.js";
import { useKeptText } from "../../use/kept-text.js";
import { Refusal } from "../refusal.js";

export const answerFormOf = (question) => `answer-${question.id}`;

export function AnswerNote({ question }) {
  const { id } = useSession();
  const [text, setText, clear] = useKeptText(`answer:${id}:${question.id}`);
  const { run, busy, refusal } = useAction();
  async function answered(event) {
    event.preventDefault();
    const note = text.trim() ? { text: text.trim() } : {};
    if ((await run("panel.answer", { question_id: question.id, ...note })).ok) clear();
  }
  return html`<form id=${answerFormOf(question)} class="on-air__note" aria-busy=${busy} onSubmit=${answered}>
    <details class="why" open=${Boolean(text)}><summary>Note the answer</summary>
      <label for=${`note-${question.id}`}>The answer to ${question.number ?? "this question"} in short</label>
      <textarea id=${`note-${question.id}`} class="field" rows="3" dir="auto" value=${text} onInput=${(event) => setText(event.target.value)}></textarea>
    </details>
    <${Refusal} text=${refusal} />
  </form>`;
}
