/** Your room: its dilemma, who is in it, who speaks for it. */
import { html } from "htm/preact";
import { useSession } from "../context.js";
import { facilitatorsOf, isOver, peopleOf, roomName, worksInRooms } from "../look.js";
import { listWords } from "../words.js";
import { ActionButton } from "./action-button.js";
import { RoomPicker } from "./room-picker.js";

export function MyRoom() {
  const { view, me } = useSession();
  if (isOver(view.value)) return null;
  const id = me.value.room_id ?? me.value.facilitates;
  const room = view.value.rooms?.[id];
  if (!room) return html`<section class="room"><${RoomPicker} /></section>`;
  const working = worksInRooms(view.value);
  return html`<section class="room" aria-labelledby="my-room">
    <h2 id="my-room" class="room__name"><span class="eyebrow">Your room</span> ${roomName(room)}</h2>
    ${working && room.prompt && html`<p class="room__prompt" dir="auto">${room.prompt}</p>`}
    <p class="room__people"><${WhoSpeaks} room=${room} /> <${WhoIsHere} id=${id} /></p>
    ${working && html`<div class="room__actions">
      ${!me.value.facilitates && !me.value.speaks_as && !(room.representative && room.deputy) && html`<${ActionButton} name="rooms.volunteer">
        ${room.representative ? "I can be the deputy" : "I will speak for our room"}<//>`}
      ${!me.value.facilitates && html`<${RoomPicker} />`}
    </div>`}
  </section>`;
}

function WhoSpeaks({ room }) {
  const { me } = useSession();
  const deputy = me.value.speaks_as === "deputy" ? " You are the deputy." : room.deputy ? ` Deputy: ${room.deputy}.` : "";
  if (me.value.speaks_as === "representative") return html`<strong>You speak for this room.</strong>${deputy}`;
  if (!room.representative) return html`<strong>Nobody speaks for this room yet.</strong>${deputy}`;
  return html`<span>${room.representative} speaks for this room.${deputy}</span>`;
}

function WhoIsHere({ id }) {
  const { view, me } = useSession();
  const room = view.value.rooms[id];
  const named = new Set([me.value.id, room.representative_id, room.deputy_id]); // the sentence before has them
  const others = peopleOf(view.value, id).filter((p) => !named.has(p.id)).map((p) => p.name);
  const helpers = facilitatorsOf(view.value, id).filter((p) => p.id !== me.value.id).map((p) => p.name);
  const alone = named.size === 2 && !room.representative_id && !room.deputy_id;
  const here = !others.length && !alone ? "" : others.length ? `With you: ${others.length > 8 ? `${others.slice(0, 8).join(", ")} and ${others.length - 8} more` : listWords(others)}.` : "You are the only one so far.";
  return html`<span>${here}${helpers.length ? ` Helping: ${listWords(helpers)}.` : ""}</span>`;
}
