/** Write a question for your room, or before the evening prepare one. The text survives a reload, and the start. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { useAction } from "../../use/action.js";
import { useKeptText } from "../../use/kept-text.js";
import { AddressedTo } from "../questions/addressed-to.js";
import { Anonymous } from "./anonymous.js";
import { NearDuplicates } from "../questions/near-duplicates.js";
import { Refusal } from "../refusal.js";
import { TextLeft, tooLong } from "./text-left.js";

export function DraftForm({ preparing = false }) {
  const { id } = useSession();
  const [text, setText, clear] = useKeptText(`draft:${id}`);
  const [unnamed, setUnnamed, clearUnnamed] = useKeptText(`draft-anonymous:${id}`);
  const [panelist, setPanelist, clearPanelist] = useKeptText(`draft-to:${id}`);
  const { run, busy, refusal } = useAction();
  const anonymous = unnamed && !preparing;
  async function add(event) {
    event.preventDefault();
    if (!text.trim()) return;
    const to = panelist.trim();
    const data = { text: text.trim(), ...(anonymous && { anonymous: true }), ...(to && { addressed_to: to }) };
    const answer = await run(preparing ? "qa_queue.prepare" : "qa_queue.draft", data);
    if (answer.ok) { clear(); clearUnnamed(); clearPanelist(); }
  }
  return html`<form class="draft-form" onSubmit=${add}>
    <label for="draft">Your question</label>
    <textarea id="draft" class="field" rows="3" dir="auto" value=${text} aria-describedby="draft-left" readonly=${busy} onInput=${(event) => setText(event.target.value)}></textarea>
    <${TextLeft} id="draft-left" text=${text}>Your room sees it at once.<//>
    ${!preparing && html`<${Anonymous} on=${anonymous} onChange=${setUnnamed} />`}
    <${AddressedTo} name=${panelist} onChange=${setPanelist} />
    <div class="action"><button class="button" aria-busy=${busy} disabled=${tooLong(text) || !text.trim()}>Add to our drafts</button><${Refusal} text=${refusal} /></div>
    <${NearDuplicates} text=${text} />
  </form>`;
}
