/** The rooms as the host sees them: people, who speaks, the call. */
import { html } from "htm/preact";
import { useSession } from "../context.js";
import { facilitatorsOf, peopleOf, roomName, roomsOf } from "../look.js";
import { entries } from "../order.js";
import { count, roleWord } from "../words.js";
import { AddRoom } from "./add-room.js";
import { PersonRow } from "./person-row.js";
import { SafeLink } from "./safe-link.js";

export function RoomsPanel() {
  const { view } = useSession();
  return html`<section class="panel" id="rooms" aria-labelledby="rooms-title">
    <h2 id="rooms-title">Rooms</h2>
    ${roomsOf(view.value).map((room) => html`<${Room} key=${room.id} room=${room} />`)}
    <${Elsewhere} />
    <${AddRoom} />
  </section>`;
}

function Room({ room }) {
  const { view, presence } = useSession();
  const people = [...peopleOf(view.value, room.id), ...facilitatorsOf(view.value, room.id)];
  const here = presence.value.rooms?.[room.id];
  return html`<details class="fold host-room">
    <summary>
      <span class="host-room__name">${roomName(room)}</span>
      <span class="host-room__facts">${count(room.seats ?? people.length, "person", "people")}${here === undefined ? "" : `, ${here} here`}
${" · "}${room.representative ? room.representative : html`<em>no representative</em>`}</span>
    </summary>
    ${room.call_url && html`<p><${SafeLink} url=${room.call_url}>Open the call of this room<//></p>`}
    ${room.prompt && html`<p class="hint">${room.prompt}</p>`}
    ${people.length ? html`<ul class="people">${people.map((person) => html`<${PersonRow} key=${person.id} person=${person} room=${room} />`)}</ul>`
      : html`<p class="empty">Nobody is in this room.</p>`}
  </details>`;
}

/** People without a room, and those with another task. */
function Elsewhere() {
  const { view } = useSession();
  const rest = entries(view.value.people).filter((p) => !p.room_id && !p.facilitates);
  const seekers = rest.filter((p) => p.roles.includes("participant"));
  return html`<${Group} title="Without a room" people=${seekers} /><${Group} title="Other roles" people=${rest.filter((p) => !seekers.includes(p))} />`;
}

function Group({ title, people }) {
  if (!people.length) return null;
  return html`<details class="fold host-room">
    <summary><span class="host-room__name">${title}</span><span class="host-room__facts">${count(people.length, "person", "people")}</span></summary>
    <ul class="people">${people.map((person) => html`<${PersonRow} key=${person.id} person=${person}
      note=${person.roles.filter((r) => r !== "participant").map(roleWord).join(", ")} />`)}</ul>
  </details>`;
}
