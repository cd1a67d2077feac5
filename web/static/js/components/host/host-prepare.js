/** Before the start the host may put a question into a room's drafts. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { useAction } from "../../use/action.js";
import { useKeptText } from "../../use/kept-text.js";
import { Refusal } from "../refusal.js";

export function HostPrepare({ room }) {
  const { id, view } = useSession();
  const [text, setText, clear] = useKeptText(`prepare:${id}:${room.id}`);
  const { run, busy, refusal } = useAction();
  if (view.value.session.status !== "lobby") return null;
  async function prepare(event) {
    event.preventDefault();
    if (text.trim() && (await run("qa_queue.prepare", { text: text.trim(), room_id: room.id })).ok) clear();
  }
  return html`<form class="draft-form" onSubmit=${prepare}>
    <label for=${`prepare-${room.id}`}>Prepare a question <span class="hint">it stands in the drafts of this room</span></label>
    <textarea id=${`prepare-${room.id}`} class="field" rows="2" dir="auto" value=${text} onInput=${(event) => setText(event.target.value)}></textarea>
    <div class="action"><button class="button button--quiet" aria-busy=${busy} disabled=${!text.trim()}>Prepare it</button><${Refusal} text=${refusal} /></div>
  </form>`;
}
