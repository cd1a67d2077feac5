/** One person in a room: here or away, what they do, for how many they stand, what the host can make them. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { isForgotten, textsWords } from "../../keeping.js";
import { isOver, roomName, roomsOf } from "../../look.js";
import { useAction } from "../../use/action.js";
import { ActionButton } from "../action-button.js";
import { PersonData } from "../after/person-data.js";
import { useTextsOf } from "../after/texts-of.js";
import { GroupField } from "./group-field.js";
import { Refusal } from "../refusal.js";

export function PersonRow({ person, room, note }) {
  const { view, presence } = useSession();
  const { run, busy, refusal } = useAction();
  const [grouping, setGrouping] = useState(false);
  const [data, setData] = useState(false);
  const here = presence.value.here;
  const changes = person.roles.includes("participant") && !isOver(view.value); // there is a menu
  const left = useTextsOf(person.id, isForgotten(person));
  const stored = !isForgotten(person) || Boolean(left && textsWords(left));
  const task = note || (room ? taskOf(person, room) : "");
  async function choose(event) {
    const [verb, value] = event.target.value.split(":");
    event.target.value = "";
    if (verb === "group") setGrouping(true);
    else if (verb === "data") setData(true);
    else if (verb === "away") await run("rooms.mark_absent", { participant_id: person.id });
    else if (verb === "move") await run("rooms.assign", { participant_id: person.id, room_id: value });
    else if (verb) await run("rooms.appoint", { room_id: room.id, participant_id: person.id, as: verb });
  }
  return html`<li class="person" aria-busy=${busy}>
    ${here && html`<span class="person__dot" data-here=${here.includes(person.id)}><span class="visually-hidden">${here.includes(person.id) ? "here" : "away"}</span></span>`}
    <span class="person__name">${person.name}${person.affiliation && html`<span class="hint"> ${person.affiliation}</span>`}
      ${person.group > 1 && html`<span class="hint"> stands for ${person.group} people</span>`}
      ${(task || person.absent) && html`<b class="person__task">${[task, person.absent && "away"].filter(Boolean).join(", ")}</b>`}</span>
    ${person.absent && html`<${ActionButton} name="rooms.mark_present" data=${{ participant_id: person.id }} class="button button--plain" label=${`${person.name} is here`}>Is here<//>`}
    ${changes ? html`<select class="person__menu" aria-label=${`What to do with ${person.name}`} onChange=${choose}>
      <option value="">Change…</option>
      ${room && APPOINT.map(([as, words]) => html`<option value=${`${as}:`}>${words}</option>`)}
      ${speaks(person, room) && !person.absent && html`<option value="away:">Mark as away</option>`}
      <option value="group:">Set the size of a group…</option>
      ${stored && html`<option value="data:">Stored data…</option>`}
      ${roomsOf(view.value).filter((r) => r.id !== room?.id).map((r) => html`<option value=${`move:${r.id}`}>Move to ${roomName(r)}</option>`)}
    </select>` : stored && html`<button type="button" class="button button--plain" aria-expanded=${data} aria-label=${`Stored data of ${person.name}`} onClick=${() => setData(!data)}>Stored data</button>`}
    <${Refusal} text=${refusal} />
    ${data && html`<${PersonData} person=${person} onEnd=${() => setData(false)} />`}
    ${grouping && html`<${GroupField} person=${person} onEnd=${() => setGrouping(false)} />`}
  </li>`;
}

const APPOINT = [["representative", "Make representative"], ["deputy", "Make deputy"], ["facilitator", "Make facilitator"]];

const speaks = (person, room) => Boolean(room) && [room.representative_id, room.deputy_id].includes(person.id);

function taskOf(person, room) {
  if (room.representative_id === person.id) return "representative";
  if (room.deputy_id === person.id) return "deputy";
  return person.facilitates ? "facilitator" : "";
}
