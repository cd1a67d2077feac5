/** What a room has had of the panel's time: "Your room has had 2 turns, 3:10 on air." */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { airtimeWords } from "../../reasons.js";
import { count } from "../../words.js";

export function MyAirtime() {
  const { view, me } = useSession();
  const room = view.value.rooms?.[me.value.room_id];
  if (!room?.turns) return null;
  return html`<p>Your room has had ${count(room.turns, "turn")}, ${airtimeWords(room.airtime ?? 0)} on air.</p>`;
}
