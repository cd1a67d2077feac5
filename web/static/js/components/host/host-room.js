/** One room of the host: people present, who speaks, questions, help; opened, its people, its call and its words. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { formatAgo } from "../../clock.js";
import { ticking, useSession } from "../../context.js";
import { facilitatorsOf, isOver, peopleOf, questionsOf } from "../../look.js";
import { airtimeWords } from "../../reasons.js";
import { count } from "../../words.js";
import { ActionButton } from "../action-button.js";
import { EditRoom } from "./edit-room.js";
import { HostPrepare } from "./host-prepare.js";
import { PersonRow } from "./person-row.js";
import { SafeLink } from "../safe-link.js";

export function HostRoom({ room }) {
  const { view } = useSession();
  const [editing, setEditing] = useState(false);
  const people = [...peopleOf(view.value, room.id), ...facilitatorsOf(view.value, room.id)];
  return html`<details class="fold host-room" id=${`room-${room.id}`} data-help=${Boolean(room.help && !isOver(view.value))}>
    <summary>
      <span class="host-room__letter" aria-hidden="true">${room.letter}</span>
      <span class="host-room__name"><span class="visually-hidden">${room.letter} · </span>${room.theme}</span>
      <span class="host-room__facts"><${Facts} room=${room} seats=${room.seats ?? people.length} /></span>
    </summary>
    ${!isOver(view.value) && html`<${Help} room=${room} />`}
    ${room.call_url ? html`<p><${SafeLink} url=${room.call_url}>Open the call of this room<//></p>` : !isOver(view.value) && html`<p class="hint">No call link yet.</p>`}
    ${people.length ? html`<ul class="people">${people.map((person) => html`<${PersonRow} key=${person.id} person=${person} room=${room} />`)}</ul>`
      : html`<p class="empty">Nobody is in this room.</p>`}
    <${HostPrepare} room=${room} />
    ${!isOver(view.value) && (editing ? html`<${EditRoom} room=${room} onEnd=${() => setEditing(false)} />`
      : html`<button type="button" class="button button--plain" onClick=${() => setEditing(true)}>Change theme, dilemma or call</button>`)}
  </details>`;
}

function Facts({ room, seats }) {
  const { view, presence } = useSession();
  const here = presence.value.rooms?.[room.id];
  const own = questionsOf(view.value).filter((q) => q.room_id === room.id);
  const drafts = own.filter((q) => q.status === "draft").length;
  const sent = own.filter((q) => q.number).length;
  const people = here === undefined ? count(seats, "person", "people") : `${here} of ${seats} here`;
  const help = room.help && !isOver(view.value) && (room.help.taken_by ? `${room.help.taken_by} helps` : `help called ${formatAgo(room.help.at, ticking.value)}`);
  const facts = [
    help && html`<strong class="host-room__help">${help}</strong>`, people,
    speaking(room, isOver(view.value)) ?? (seats ? html`<em>no representative</em>` : "empty"),
    room.airtime > 0 && `${airtimeWords(room.airtime ?? 0)} airtime`,
    sent > 0 && `${sent} submitted`, drafts > 0 && count(drafts, "draft"),
  ].filter(Boolean);
  return facts.map((fact) => html`<bdi>${fact}</bdi> `);
}

/** Who speaks for the room now, and that somebody else should. */
function speaking(room, over) {
  if (over) return room.representative ?? "";
  if (!room.absent?.length) return room.representative;
  return html`<em>${room.speaker ? `${room.speaker} speaks, ${room.representative} is away` : "nobody who speaks is here"}</em>`;
}

function Help({ room }) {
  if (!room.help) return null;
  const data = { room_id: room.id };
  return html`<div class="help">
    <p><bdi>${room.help.by ?? "Somebody"}</bdi> called for help ${formatAgo(room.help.at, ticking.value)}${room.help.taken_by && html`, and <bdi>${room.help.taken_by}</bdi> took the call`}.</p>
    ${!room.help.taken_by && html`<${ActionButton} name="rooms.take_help" data=${data} class="button button--second">I will go<//>`}
    <${ActionButton} name="rooms.end_help" data=${data}>It is settled<//>
  </div>`;
}
