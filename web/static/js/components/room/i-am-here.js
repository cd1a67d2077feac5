/** For who speaks for a room and was marked as away: one press, and they are called again. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { isOver } from "../../look.js";
import { ActionButton } from "../action-button.js";

export function IAmHere() {
  const { view, me } = useSession();
  if (!me.value.absent || isOver(view.value)) return null;
  const speaker = view.value.rooms?.[me.value.room_id]?.speaker;
  return html`<section class="ask" aria-labelledby="away">
    <h2 id="away">You are marked as away</h2>
    <p>${speaker ? html`<bdi>${speaker}</bdi> speaks for your room until you are back.` : "Nobody speaks for your room until you are back."}</p>
    <p><${ActionButton} name="rooms.mark_present" data=${{ participant_id: me.value.id }} class="button">I am here<//></p>
  </section>`;
}
