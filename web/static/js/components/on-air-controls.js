/** The question on air with its ends, within reach however long it is, and room for a note of the answer. */
import { html } from "htm/preact";
import { useSession } from "../context.js";
import { useAction } from "../use/action.js";
import { useKeptText } from "../use/kept-text.js";
import { Claim } from "./claim.js";
import { OnAir } from "./on-air.js";
import { Refusal } from "./refusal.js";

export function OnAirControls() {
  return html`<${OnAir} hands=${(question) => html`<${Hands} key=${question.id} question=${question} />`}
    below=${(question) => html`<${Note} key=${question.id} question=${question} />`} />`;
}

const formOf = (question) => `answer-${question.id}`;

/** The form is the note's, below the words; its buttons stand above them. */
function Hands({ question }) {
  const { me } = useSession();
  const { run, busy, refusal } = useAction();
  const takes = me.value.roles?.includes("panelist") && !question.claimed_by;
  return html`<div class="on-air__hands action">
    <${Claim} question=${question} first=${takes} />
    <button form=${formOf(question)} class=${takes ? "button button--quiet" : "button"} data-shortcut="a">Answered</button>
    ${me.value.roles?.includes("host") && html`<button type="button" class="button button--quiet" data-shortcut="s" aria-busy=${busy}
      onClick=${() => run("panel.skip", { question_id: question.id })}>Skip for now</button>`}
    <${Refusal} text=${refusal} />
  </div>`;
}

function Note({ question }) {
  const { id } = useSession();
  const [text, setText, clear] = useKeptText(`answer:${id}:${question.id}`);
  const { run, busy, refusal } = useAction();
  async function answered(event) {
    event.preventDefault();
    const note = text.trim() ? { text: text.trim() } : {};
    if ((await run("panel.answer", { question_id: question.id, ...note })).ok) clear();
  }
  return html`<form id=${formOf(question)} class="on-air__note" aria-busy=${busy} onSubmit=${answered}>
    <details class="why" open=${Boolean(text)}><summary>Note the answer</summary>
      <label for=${`note-${question.id}`}>The answer to ${question.number ?? "this question"} in short</label>
      <textarea id=${`note-${question.id}`} class="field" rows="3" dir="auto" value=${text} onInput=${(event) => setText(event.target.value)}></textarea>
    </details>
    <${Refusal} text=${refusal} />
  </form>`;
}
