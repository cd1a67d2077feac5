/** The chapters as YouTube reads them in the description of a video: to copy from here. Some recordings have too few for it. */
import { html } from "htm/preact";
import { useRef, useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { request } from "../../http.js";
import { useAction } from "../../use/action.js";
import { CopyButton } from "../copy-button.js";
import { Refusal } from "../refusal.js";

export function YouTube({ recording }) {
  const session = useSession();
  const [text, setText] = useState(undefined);
  const { run, busy, refusal } = useAction((path) => request(session, path, { plain: true }));
  const field = useRef();
  async function show() {
    if (text !== undefined) return setText(undefined);
    const answer = await run(`/question-log.youtube.txt?recording=${encodeURIComponent(recording.id)}`);
    return answer.ok && setText(answer.text);
  }
  return html`<button type="button" class="youtube__show" aria-expanded=${text !== undefined} aria-busy=${busy} onClick=${show}>for a YouTube description</button>
    <${Refusal} text=${refusal} />
    ${text !== undefined && html`<div class="youtube">
      <textarea class="field" readonly rows="5" aria-label="Chapters for a YouTube description" ref=${field} value=${text}></textarea>
      <${CopyButton} text=${text} label="the chapters" from=${field} /></div>`}`;
}
