/** After how many days what happens by itself. Counted from the end of the session. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { daysTold, endingsOf, longerThanTold } from "../../keeping.js";
import { stayNear } from "../../stay-near.js";
import { useAction } from "../../use/action.js";
import { ActionButton } from "../action-button.js";
import { Refusal } from "../refusal.js";

const A_YEAR = 365;
const near = () => stayNear("keep-title"); // the form is drawn anew

export function Retention({ retention }) {
  const { view } = useSession();
  const endings = endingsOf(view.value);
  const [days, setDays] = useState(String(retention?.days ?? daysTold(view.value) ?? A_YEAR));
  const [chosen, setThen] = useState(retention?.then ?? "pseudonymise");
  const possible = (value) => endings.some(([each]) => each === value);
  const then = possible(chosen) ? chosen : "delete";
  const { run, busy, refusal } = useAction();
  async function save(event) {
    event.preventDefault();
    if ((await run("session.set_retention", { days: Number(days), then })).ok) near();
  }
  return html`<form class="form" onSubmit=${save}>
    <label>Days after the end <input class="field" type="number" inputmode="numeric" min="1" max="3650" required value=${days} onInput=${(event) => setDays(event.target.value)} /></label>
    <p role="status" class="retention__told">${longerThanTold(view.value, Number(days))}</p>
    <label>Then <select class="field" value=${then} onChange=${(event) => setThen(event.target.value)}>
      ${endings.map(([value, words]) => html`<option value=${value}>${words}</option>`)}</select></label>
    <p class="hint">It happens by itself on that day. Everybody who took part can read when.</p>
    <div class="action"><button class="button button--quiet" aria-busy=${busy}>Save</button>
      ${possible(retention?.then) && html`<${ActionButton} name="session.set_retention" data=${{ days: null, then: retention.then }} onDone=${near}
        class="button button--plain">Keep it without an end<//>`}<${Refusal} text=${refusal} /></div>
  </form>`;
}
