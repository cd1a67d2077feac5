/** What the host says to everybody or to a room. Stays until dismissed; the newest stands open, earlier ones are folded. */
import { html } from "htm/preact";
import { ticking, useSession } from "../context.js";
import { formatAgo } from "../clock.js";
import { currentPhase, isOver, roomName } from "../look.js";
import { entries } from "../order.js";
import { ActionButton } from "./action-button.js";

export function Announcements({ host = false, still = false }) {
  const { view, me } = useSession();
  if (!host && isOver(view.value)) return null; // they were about the evening
  const dismissed = me.value.dismissed ?? {};
  const since = still ? currentPhase(view.value)?.starts_at ?? 0 : 0; // nobody dismisses anything on a stage: it goes with its phase
  const items = entries(view.value.announcements).filter((item) => (host || !dismissed[item.id]) && item.at >= since).sort((a, b) => b.at - a.at);
  const one = (item) => html`<${Announcement} key=${item.id} item=${item} host=${host} still=${still} />`;
  const earlier = still ? [] : items.slice(1);
  return html`<div class="announcements"><div aria-live="polite">${items.slice(0, 1).map(one)}</div>
    ${earlier.length > 0 && html`<details class="fold"><summary>Earlier messages <span class="fold__count">${earlier.length}</span></summary>
      <div class="announcements">${earlier.map(one)}</div></details>`}
  </div>`;
}

function Announcement({ item, host, still }) {
  const { view } = useSession();
  return html`<div class="announcement">
    <p class="announcement__text" dir="auto">${item.text}</p>
    <p class="announcement__from">
      ${item.room_id ? `To room ${roomName(view.value.rooms?.[item.room_id])}` : host ? "To everybody" : "From the host"} · <${Ago} at=${item.at} />
    </p>
    ${!still && html`<${ActionButton} name="rooms.dismiss" data=${{ announcement_id: item.id }} class="button button--plain" label=${`${host ? "Take back" : "Dismiss"}: ${item.text}`}>
      ${host ? "Take back" : "Dismiss"}
    <//>`}
  </div>`;
}

const Ago = ({ at }) => html`<span>${formatAgo(at, ticking.value)}</span>`;
