/** An answer is promised: by whom, and until when. Used again it gives another owner or another day. */
import { html } from "htm/preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { ownerName } from "../../look.js";
import { dueAt, dueDay, inTwoWeeks, likelyOwner, owners } from "../../promises.js";
import { useAction } from "../../use/action.js";
import { Refusal } from "../refusal.js";

export function PromiseForm({ question, onEnd }) {
  const { view, me, now } = useSession();
  const { run, busy, refusal } = useAction();
  const promised = question.status === "promised";
  const [owner, setOwner] = useState(() => (promised ? ownerName(view.value, question.owner) : likelyOwner(question, me.value)));
  const [day, setDay] = useState(() => (promised ? dueDay(question.due_at) : inTwoWeeks(now())));
  const [id, field] = [useId(), useRef()];
  useEffect(() => field.current?.focus(), []); // it opened under the person's own finger
  async function promise(event) {
    event.preventDefault();
    const due = day ? { due_at: dueAt(day) } : {};
    if ((await run("panel.promise", { question_id: question.id, owner: owner.trim(), ...due })).ok) onEnd();
  }
  return html`<form class="promise-form" onSubmit=${promise} onKeyDown=${(event) => event.key === "Escape" && onEnd()}>
    <label>Who will answer <input class="field" required dir="auto" ref=${field} list=${id} autocomplete="off" value=${owner} onInput=${(e) => setOwner(e.target.value)} /></label>
    <datalist id=${id}>${owners(view.value).map((name) => html`<option key=${name} value=${name} />`)}</datalist>
    <label>Until <input class="field" type="date" min=${dueDay(now())} value=${day} onInput=${(e) => setDay(e.target.value)} /></label>
    <div class="action"><button class="button button--second" aria-busy=${busy}>${promised ? "Save" : "Promise the answer"}</button>
      <button type="button" class="button button--plain" onClick=${onEnd}>Not now</button><${Refusal} text=${refusal} /></div>
  </form>`;
}
