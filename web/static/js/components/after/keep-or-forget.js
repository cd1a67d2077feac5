/** How long all this is kept, and how it is forgotten. Last on the page, folded, far from what is needed in the evening. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { isRetentionUnset, retentionWords } from "../../keeping.js";
import { stayNear } from "../../stay-near.js";
import { ConfirmButton } from "../confirm-button.js";
import { DeleteSession } from "./delete-session.js";
import { Retention } from "./retention.js";

export function KeepOrForget() {
  const { view } = useSession();
  const { session } = view.value;
  return html`<section class="panel" id="keep" aria-labelledby="keep-title">
    <h2 id="keep-title" tabindex="-1">Keep or forget</h2>
    <p>${retentionWords(view.value)}</p>
    <div class="folds">
      <details class="fold" open=${isRetentionUnset(view.value)}><summary>How long it is kept</summary>
        <${Retention} key=${JSON.stringify(session.retention)} retention=${session.retention} /></details>
      ${session.status === "finished" && html`<details class="fold"><summary>Forget all names now</summary><${Pseudonymise} /></details>`}
      ${session.status !== "live" && html`<details class="fold"><summary>Delete this session</summary><${DeleteSession} key=${session.title} /></details>`}
    </div>
    ${session.status === "finished" && html`<p class="hint">To forget one person, or to hand out what is stored of them: “Stored data”, beside their name under Rooms.</p>`}
  </section>`;
}

const Pseudonymise = () => html`<div class="form">
  <p>Everybody becomes “Person 1”, “Person 2” and so on, in all that is stored, for good. Questions, answers and numbers stay.
    The people’s own ways in stop working; links that you handed out stay.
    What was said in a recording, and captions, are not changed.</p>
  <p><${ConfirmButton} name="session.pseudonymise" class="button button--grave" question="Forget all names? This cannot be taken back." yes="Forget them"
    onDone=${() => stayNear("keep-title")}>Forget all names<//></p>
</div>`;
