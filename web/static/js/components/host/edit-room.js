/** Better words for a room, or the call that was pasted too late. What is emptied is taken away. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { pastedUrl, toolOf } from "../../calls.js";
import { useSession } from "../../context.js";
import { typedUrl } from "../../safe-url.js";
import { useAction } from "../../use/action.js";
import { Refusal } from "../refusal.js";

export function EditRoom({ room, onEnd }) {
  const { run, busy, refusal } = useAction();
  const tool = toolOf(useSession().view.value.session);
  const [theme, setTheme] = useState(room.theme);
  const [prompt, setPrompt] = useState(room.prompt ?? "");
  const [url, setUrl] = useState(pastedUrl(room.call_url));
  async function save(event) {
    event.preventDefault();
    const changed = { theme: theme.trim(), prompt: prompt.trim() || null, call_url: typedUrl(url) || null };
    if ((await run("rooms.edit", { room_id: room.id, ...changed })).ok) onEnd();
  }
  return html`<form class="form" onSubmit=${save} onKeyDown=${(event) => event.key === "Escape" && onEnd()}>
    <label>Theme <input class="field" required value=${theme} onInput=${(e) => setTheme(e.target.value)} /></label>
    <label>What they discuss<textarea class="field" rows="3" dir="auto" value=${prompt} onInput=${(e) => setPrompt(e.target.value)}></textarea></label>
    <label>Call link ${tool && html`<span class="hint">empty: ${tool} makes the call</span>`}<input class="field" inputmode="url" placeholder="https://" value=${url} onInput=${(e) => setUrl(e.target.value)} /></label>
    <div class="action"><button class="button" aria-busy=${busy}>Save</button><button type="button" class="button button--plain" onClick=${onEnd}>Cancel</button><${Refusal} text=${refusal} /></div>
  </form>`;
}
