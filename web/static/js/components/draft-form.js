/** Write a question for your room. The text survives a reload. */
import { html } from "htm/preact";
import { useSession } from "../context.js";
import { useAction } from "../use/action.js";
import { useKeptText } from "../use/kept-text.js";
import { Refusal } from "./refusal.js";

const LIMIT = 500;

export function DraftForm() {
  const { id } = useSession();
  const [text, setText, clear] = useKeptText(`draft:${id}`);
  const [unnamed, setUnnamed, clearUnnamed] = useKeptText(`draft-anonymous:${id}`);
  const { run, busy, refusal } = useAction();
  const left = LIMIT - [...text].length;
  async function add(event) {
    event.preventDefault();
    if (!text.trim()) return;
    const answer = await run("qa_queue.draft", { text: text.trim(), ...(unnamed ? { anonymous: true } : {}) });
    if (answer.ok) { clear(); clearUnnamed(); }
  }
  return html`<form class="draft-form" onSubmit=${add}>
    <label for="draft">Your question</label>
    <textarea id="draft" class="field" rows="3" dir="auto" value=${text} aria-describedby="draft-left" readonly=${busy} onInput=${(event) => setText(event.target.value)}></textarea>
    <p id="draft-left" class=${left < 0 ? "refusal" : "hint"}>${left < 0 ? `${-left} characters too many` : left < 100 ? `${left} characters left` : "Your room sees it at once."}</p>
    <label class="check"><input type="checkbox" checked=${Boolean(unnamed)} onChange=${(event) => setUnnamed(event.target.checked ? "yes" : "")} /> Without my name</label>
    ${unnamed && html`<p class="hint">Nobody in the session sees who wrote it. Who runs the server can still erase it if you ask.</p>`}
    <div class="action"><button class="button" aria-busy=${busy} disabled=${left < 0 || !text.trim()}>Add to our drafts</button><${Refusal} text=${refusal} /></div>
  </form>`;
}
