/** Whether a moderator reads new questions before everybody else does. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { useAction } from "../../use/action.js";
import { Refusal } from "../refusal.js";

export function ModerationSwitch() {
  const { view } = useSession();
  const { run, busy, refusal } = useAction();
  const on = Boolean(view.value.session.moderation);
  return html`<div class="action"><button type="button" class="switch" role="switch" aria-checked=${on} aria-busy=${busy} onClick=${() => run("qa_queue.set_moderation", { on: !on })}>
    <span class="switch__knob" aria-hidden="true"></span>A moderator reviews new questions</button><${Refusal} text=${refusal} /></div>`;
}
