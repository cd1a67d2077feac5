/** Choose a room, or change it. Shown until you have one; then only on request. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { roomName, roomsOf } from "../../look.js";
import { count } from "../../words.js";
import { useAction } from "../../use/action.js";
import { Refusal } from "../refusal.js";

export function RoomPicker() {
  const { view, me } = useSession();
  const [wanted, setWanted] = useState(false);
  const { run, busy, refusal } = useAction();
  const rooms = roomsOf(view.value);
  const mine = me.value.room_id;
  if (mine && !wanted) {
    if (rooms.length < 2) return null;
    return html`<button type="button" class="button button--plain" onClick=${() => setWanted(true)}>Change room</button>`;
  }
  async function choose(room_id) {
    if (room_id === mine || (await run("rooms.choose", { room_id })).ok) setWanted(false);
  }
  return html`<div class="room-picker" aria-busy=${busy}>
    <h3 id="pick">${mine ? "Change room" : "Choose your room"}</h3>
    <ul class="room-picker__list" aria-labelledby="pick">
      ${rooms.map((room) => html`<li key=${room.id}>
        <button type="button" class="room-picker__room" aria-pressed=${room.id === mine} onClick=${() => choose(room.id)}>
          <span>${roomName(room)}</span><span class="hint">${count(room.seats ?? 0, "person", "people")}</span>
        </button>
      </li>`)}
    </ul>
    <${Refusal} text=${refusal} />
    ${mine && html`<button type="button" class="button button--plain" onClick=${() => setWanted(false)}>Stay where you are</button>`}
  </div>`;
}
