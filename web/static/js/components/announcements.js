/** What the host says to everybody or to a room. Stays until dismissed. */
import { html } from "htm/preact";
import { ticking, useSession } from "../context.js";
import { formatAgo } from "../clock.js";
import { roomName } from "../look.js";
import { entries } from "../order.js";
import { ActionButton } from "./action-button.js";

export function Announcements({ host = false, still = false }) {
  const { view, me } = useSession();
  const dismissed = me.value.dismissed ?? {};
  const items = entries(view.value.announcements).filter((item) => host || !dismissed[item.id]).sort((a, b) => b.at - a.at);
  return html`<div class="announcements" aria-live="polite">
    ${items.map((item) => html`<div class="announcement" key=${item.id}>
      <p class="announcement__text">${item.text}</p>
      <p class="announcement__from">
        ${item.room_id ? `To room ${roomName(view.value.rooms?.[item.room_id])}` : host ? "To everybody" : "From the host"} · <${Ago} at=${item.at} />
      </p>
      ${!still && html`<${ActionButton} name="rooms.dismiss" data=${{ announcement_id: item.id }} class="button button--plain" label=${`${host ? "Take back" : "Dismiss"}: ${item.text}`}>
        ${host ? "Take back" : "Dismiss"}
      <//>`}
    </div>`)}
  </div>`;
}

const Ago = ({ at }) => html`<span>${formatAgo(at, ticking.value)}</span>`;
