/** Say something to everybody, or to one room. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { isOver, roomName, roomsOf } from "../../look.js";
import { useAction } from "../../use/action.js";
import { useKeptText } from "../../use/kept-text.js";
import { Announcements } from "../announcements.js";
import { Refusal } from "../refusal.js";

const LIMIT = 280;

export function AnnounceBox() {
  const { id, view } = useSession();
  const [text, setText, clear] = useKeptText(`announce:${id}`);
  const [room, setRoom] = useState("");
  const { run, busy, refusal } = useAction();
  if (isOver(view.value)) return null;
  const left = LIMIT - [...text].length;
  async function announce(event) {
    event.preventDefault();
    if ((await run("rooms.announce", { text: text.trim(), ...(room ? { room_id: room } : {}) })).ok) clear();
  }
  return html`<section class="panel" id="announce" aria-labelledby="announce-title">
    <h2 id="announce-title">Tell everybody</h2>
    <form class="form" onSubmit=${announce}>
      <label>Message <textarea class="field" rows="1" dir="auto" value=${text} onInput=${(event) => setText(event.target.value)}></textarea></label>
      ${left < 60 && html`<p class=${left < 0 ? "refusal" : "hint"}>${left < 0 ? `${-left} characters too many` : `${left} characters left`}</p>`}
      <div class="form__line"><label>To <select class="field" value=${room} onChange=${(event) => setRoom(event.target.value)}>
        <option value="">everybody</option>
        ${roomsOf(view.value).map((r) => html`<option value=${r.id}>room ${roomName(r)}</option>`)}
      </select></label>
      <div class="action"><button class="button" aria-busy=${busy} disabled=${left < 0 || !text.trim()}>Send</button></div></div>
      <${Refusal} text=${refusal} />
    </form>
    <${Announcements} host=${true} />
  </section>`;
}
