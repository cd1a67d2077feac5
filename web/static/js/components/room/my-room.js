/** Your room: its dilemma, who is in it, who speaks for it, help. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { facilitatorsOf, isOver, peopleOf, roomIdOf, worksInRooms } from "../../look.js";
import { listWords } from "../../words.js";
import { ActionButton } from "../action-button.js";
import { Dilemma } from "./dilemma.js";
import { HelpCall } from "./help-call.js";
import { RoomPicker } from "./room-picker.js";
import { RoomSpeaker } from "./room-speaker.js";

export function MyRoom() {
  const { view, me } = useSession();
  if (isOver(view.value)) return null;
  const id = roomIdOf(me.value);
  const room = view.value.rooms?.[id];
  if (!room) return html`<section class="room"><${RoomPicker} /></section>`;
  const whole = { ...room, id };
  return worksInRooms(view.value) ? html`<${Working} room=${whole} />` : html`<${Aside} room=${whole} />`;
}

function Working({ room }) {
  const { me } = useSession();
  const free = !me.value.facilitates && !me.value.speaks_as && !(room.representative && room.deputy);
  return html`<section class="room" aria-labelledby="my-room">
    <h2 id="my-room" class="room__name"><span class="eyebrow">${me.value.facilitates ? "You help room" : "Your room"}${room.letter && ` · ${room.letter}`}</span> ${room.theme}</h2>
    <${Dilemma} room=${room} />
    <p class="room__people"><${RoomSpeaker} room=${room} /> <${WhoIsHere} room=${room} /></p>
    <div class="room__actions">
      ${free && html`<${ActionButton} name="rooms.volunteer">${room.representative ? "I can be the deputy" : "I will speak for our room"}<//>`}
      <${HelpCall} room=${room} />
      ${!me.value.facilitates && html`<${RoomPicker} />`}
    </div>
  </section>`;
}

/** In the break and the panel the room is behind us: one line, and the rest folded. */
function Aside({ room }) {
  return html`<details class="fold"><summary>Your room <span class="fold__count">${room.letter ? `${room.letter} · ` : ""}${room.theme}</span></summary>
    <div class="room"><p class="room__people"><${RoomSpeaker} room=${room} /> <${WhoIsHere} room=${room} /></p><${HelpCall} room=${room} /></div>
  </details>`;
}

function WhoIsHere({ room }) {
  const { view, me } = useSession();
  const named = new Set([me.value.id, room.representative_id, room.deputy_id]); // the sentence before has them
  const others = peopleOf(view.value, room.id).filter((p) => !named.has(p.id)).map((p) => p.name);
  const helpers = facilitatorsOf(view.value, room.id).filter((p) => p.id !== me.value.id).map((p) => p.name);
  const alone = named.size === 2 && !room.representative_id && !room.deputy_id;
  const here = !others.length && !alone ? "" : others.length ? `With you: ${others.length > 8 ? `${others.slice(0, 8).join(", ")} and ${others.length - 8} more` : listWords(others)}.` : "You are the only one so far.";
  return html`<span>${here}${helpers.length ? ` Helping: ${listWords(helpers)}.` : ""}</span>`;
}
