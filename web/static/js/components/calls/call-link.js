/** The way into the call that belongs to this moment: the room's in room work, the common one otherwise. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { currentPhase, isOver, onAir } from "../../look.js";
import { SafeLink } from "../safe-link.js";

export function CallLink() {
  const { view, me } = useSession();
  if (isOver(view.value)) return null;
  const { session, rooms = {} } = view.value;
  const room = rooms[me.value.room_id ?? me.value.facilitates];
  const apart = currentPhase(view.value)?.kind === "breakout";
  if (apart && room?.call_url) {
    return html`<p class="call"><${SafeLink} url=${room.call_url} class="button button--wide">Open the call of room ${room.letter ?? room.theme}<//></p>`;
  }
  if (apart) return room && session.plenary_call_url ? html`<p class="hint">Your room has no call link yet. The host adds it here.</p>` : null;
  if (!session.plenary_call_url) return null;
  return html`<p class="call"><${SafeLink} url=${session.plenary_call_url} class=${onAir(view.value) ? "button button--wide button--quiet" : "button button--wide"}>Open the call for everybody<//></p>`;
}
