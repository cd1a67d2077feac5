/** The question on air, and the two ways it ends. */
import { html } from "htm/preact";
import { useSession } from "../context.js";
import { useAction } from "../use/action.js";
import { useKeptText } from "../use/kept-text.js";
import { Claim } from "./claim.js";
import { OnAir } from "./on-air.js";
import { Refusal } from "./refusal.js";

export function OnAirControls() {
  return html`<${OnAir}>${(question) => html`<${Controls} key=${question.id} question=${question} />`}<//>`;
}

function Controls({ question }) {
  const { id, me } = useSession();
  const [text, setText, clear] = useKeptText(`answer:${id}:${question.id}`);
  const { run, busy, refusal } = useAction();
  async function end(name, data) {
    if ((await run(name, { question_id: question.id, ...data })).ok) clear();
  }
  return html`<form class="on-air__controls" onSubmit=${(event) => { event.preventDefault(); end("panel.answer", text.trim() ? { text: text.trim() } : {}); }}>
    <details class="why" open=${Boolean(text)}><summary>Note the answer</summary>
      <label class="visually-hidden" for="answer">The answer in short</label>
      <textarea id="answer" class="field" rows="3" dir="auto" value=${text} onInput=${(event) => setText(event.target.value)}></textarea>
    </details>
    <div class="action">
      <button class="button" data-shortcut="a" aria-busy=${busy}>Answered</button>
      ${me.value.roles?.includes("host") && html`<button type="button" class="button button--quiet" data-shortcut="s" onClick=${() => end("panel.skip")}>Skip for now</button>`}
      <${Claim} question=${question} />
      <${Refusal} text=${refusal} />
    </div>
  </form>`;
}
