/** What each room has had of the panel's time, and how many of its questions wait. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { questionsOf, roomsOf, standsFor } from "../../look.js";
import { airtimeWords } from "../../reasons.js";

export function Airtime() {
  const { view } = useSession();
  const rooms = roomsOf(view.value);
  const most = Math.max(...rooms.map((room) => room.airtime ?? 0));
  if (!rooms.some((room) => room.turns)) return null;
  return html`<details class="fold"><summary>Airtime of the rooms</summary>
    <table class="airtime">
      <thead><tr><th scope="col">Room</th><th scope="col">Airtime</th><th scope="col">Turns</th><th scope="col">Waiting</th></tr></thead>
      <tbody>${rooms.map((room) => html`<${Row} key=${room.id} room=${room} most=${most} />`)}</tbody>
    </table>
  </details>`;
}

function Row({ room, most }) {
  const { view } = useSession();
  const waiting = questionsOf(view.value).filter((q) => q.status === "open" && standsFor(q, room.id)).length;
  const share = most ? ((room.airtime ?? 0) / most) * 100 : 0;
  return html`<tr>
    <th scope="row"><b>${room.letter}</b> <span class="airtime__theme">${room.theme}</span></th>
    <td>${airtimeWords(room.airtime ?? 0)}<span class="airtime__bar" aria-hidden="true"><span style=${{ width: `${share.toFixed(1)}%` }}></span></span></td>
    <td>${room.turns ?? 0}</td><td>${waiting}</td>
  </tr>`;
}
