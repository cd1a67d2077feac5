/** A room calls for help, sees who comes, and says when all is well. */
import { html } from "htm/preact";
import { formatAgo } from "../../clock.js";
import { ticking, useSession } from "../../context.js";
import { isOver } from "../../look.js";
import { capital } from "../../words.js";
import { ActionButton } from "../action-button.js";

export function HelpCall({ room }) {
  const { view, me } = useSession();
  if (isOver(view.value) || view.value.session.status === "lobby") return null;
  const { help } = room;
  const data = { room_id: room.id };
  if (!help) return me.value.room_id === room.id && html`<${ActionButton} name="rooms.call_for_help" data=${data} class="button button--quiet">Call for help<//>`;
  const comes = me.value.facilitates === room.id && !help.taken_by;
  return html`<div class="help" role="status">
    <p><strong>${help.taken_by ? html`<bdi>${capital(help.taken_by)}</bdi> is coming.` : "Help is called."}</strong>${" "}
      <span class="hint">${[help.by, formatAgo(help.at, ticking.value)].filter(Boolean).join(", ")}</span></p>
    ${comes && html`<${ActionButton} name="rooms.take_help" data=${data} class="button">I will help<//>`}
    <${ActionButton} name="rooms.end_help" data=${data} class="button button--quiet">All is well<//>
  </div>`;
}
