/** After the end: where everything is found, and what the own group takes along. For all who took part. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { isOver, roomIdOf } from "../../look.js";

export function Later() {
  const { id, view, me } = useSession();
  const room = roomIdOf(me.value);
  const asked = me.value.roles?.includes("participant"); // others may have something to write first
  if (!isOver(view.value)) return null;
  const path = encodeURIComponent(id);
  return html`<div class="later">
    <a class=${`button button--wide${asked ? "" : " button--second"}`} href=${`/watch/${path}`}>All questions and the recordings</a>
    ${room !== undefined && html`<p><a href=${`/api/sessions/${path}/rooms/${encodeURIComponent(room)}/pack.html`} target="_blank" rel="noopener">The page of your group</a>
      <span class="hint">its questions, the answers, and what to think about; to read and to print</span></p>`}
  </div>`;
}
