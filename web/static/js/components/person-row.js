/** One person in a room: here or away, what they do, what the host can make them. */
import { html } from "htm/preact";
import { useSession } from "../context.js";
import { roomName, roomsOf } from "../look.js";
import { useAction } from "../use/action.js";
import { Refusal } from "./refusal.js";

export function PersonRow({ person, room, note }) {
  const { view, presence } = useSession();
  const { run, busy, refusal } = useAction();
  const here = presence.value.here;
  const task = note || (room ? taskOf(person, room) : "");
  async function choose(event) {
    const [verb, value] = event.target.value.split(":");
    event.target.value = "";
    if (verb === "move") await run("rooms.assign", { participant_id: person.id, room_id: value });
    else if (verb) await run("rooms.appoint", { room_id: room.id, participant_id: person.id, as: verb });
  }
  return html`<li class="person" aria-busy=${busy}>
    ${here && html`<span class="person__dot" data-here=${here.includes(person.id)}><span class="visually-hidden">${here.includes(person.id) ? "here" : "away"}</span></span>`}
    <span class="person__name">${person.name}${person.affiliation && html`<span class="hint"> ${person.affiliation}</span>`}${task && html`<b class="person__task">${task}</b>`}</span>
    ${person.roles.includes("participant") && html`<select class="person__menu" aria-label=${`What to do with ${person.name}`} onChange=${choose}>
      <option value="">Change…</option>
      ${room && APPOINT.map(([as, words]) => html`<option value=${`${as}:`}>${words}</option>`)}
      ${roomsOf(view.value).filter((r) => r.id !== room?.id).map((r) => html`<option value=${`move:${r.id}`}>Move to ${roomName(r)}</option>`)}
    </select>`}
    <${Refusal} text=${refusal} />
  </li>`;
}

const APPOINT = [["representative", "Make representative"], ["deputy", "Make deputy"], ["facilitator", "Make facilitator"]];

function taskOf(person, room) {
  if (room.representative_id === person.id) return "representative";
  if (room.deputy_id === person.id) return "deputy";
  return person.facilitates ? "facilitator" : "";
}
