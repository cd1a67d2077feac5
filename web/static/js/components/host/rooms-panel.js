/** The rooms as the host sees them: one row each, with what is in it; opened, its people and its call. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { roomsOf } from "../../look.js";
import { entries } from "../../order.js";
import { count, roleWord } from "../../words.js";
import { AddRoom } from "./add-room.js";
import { Balance } from "./balance.js";
import { HostRoom } from "./host-room.js";
import { PersonRow } from "./person-row.js";

export function RoomsPanel() {
  const { view } = useSession();
  return html`<section class="panel" id="rooms" aria-labelledby="rooms-title">
    <h2 id="rooms-title" tabindex="-1">Rooms</h2>
    <div class="rooms">${roomsOf(view.value).map((room) => html`<${HostRoom} key=${room.id} room=${room} />`)}<${Elsewhere} /></div>
    <div class="folds"><${Balance} /><${AddRoom} /></div>
  </section>`;
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
