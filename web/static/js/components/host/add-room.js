/** One more room. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { isOver } from "../../look.js";
import { typedUrl } from "../../safe-url.js";
import { useAction } from "../../use/action.js";
import { useKeptText } from "../../use/kept-text.js";
import { Refusal } from "../refusal.js";

export function AddRoom() {
  const { id, view } = useSession();
  const [theme, setTheme, clearTheme] = useKeptText(`room-theme:${id}`);
  const [prompt, setPrompt, clearPrompt] = useKeptText(`room-prompt:${id}`);
  const [url, setUrl, clearUrl] = useKeptText(`room-url:${id}`);
  const { run, busy, refusal } = useAction();
  if (isOver(view.value)) return null;
  async function add(event) {
    event.preventDefault();
    const extra = Object.fromEntries(Object.entries({ prompt: prompt.trim(), call_url: typedUrl(url) }).filter(([, value]) => value));
    const answer = await run("rooms.add", { theme: theme.trim(), ...extra });
    if (answer.ok) [clearTheme, clearPrompt, clearUrl].forEach((clear) => clear());
  }
  return html`<details class="fold"><summary>Add a room</summary>
    <form class="form" onSubmit=${add}>
      <label>Theme <input class="field" required value=${theme} onInput=${(e) => setTheme(e.target.value)} /></label>
      <label>What they discuss <span class="hint">optional</span><textarea class="field" rows="2" value=${prompt} onInput=${(e) => setPrompt(e.target.value)}></textarea></label>
      <label>Call link <span class="hint">optional</span><input class="field" inputmode="url" placeholder="https://" value=${url} onInput=${(e) => setUrl(e.target.value)} /></label>
      <div class="action"><button class="button" aria-busy=${busy}>Add room</button><${Refusal} text=${refusal} /></div>
    </form>
  </details>`;
}
