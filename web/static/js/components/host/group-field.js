/** For how many people a device stands: a class that sits together and raises hands. */
import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useAction } from "../../use/action.js";
import { Refusal } from "../refusal.js";

export function GroupField({ person, onEnd }) {
  const { run, busy, refusal } = useAction();
  const [people, setPeople] = useState(String(person.group ?? 1));
  const field = useRef();
  useEffect(() => field.current?.focus(), []); // it opened under the person's own finger
  async function save(event) {
    event.preventDefault();
    if ((await run("rooms.set_group", { participant_id: person.id, people: Number(people) })).ok) onEnd();
  }
  return html`<form class="group-field" onSubmit=${save} onKeyDown=${(event) => event.key === "Escape" && onEnd()}>
    <label>People at the device of ${person.name} <span class="hint">1: no group</span>
      <input class="field" type="number" inputmode="numeric" min="1" required ref=${field} value=${people} onInput=${(event) => setPeople(event.target.value)} /></label>
    <div class="action"><button class="button button--quiet" aria-busy=${busy}>Save</button>
      <button type="button" class="button button--plain" onClick=${onEnd}>Cancel</button><${Refusal} text=${refusal} /></div>
  </form>`;
}
