/** A session that was ended by a slip goes on. Offered for a while after the end. */
import { html } from "htm/preact";
import { minute, useSession } from "../../context.js";
import { mayReopen } from "../../keeping.js";
import { ConfirmButton } from "../confirm-button.js";

export function Reopen() {
  const { view } = useSession();
  if (!mayReopen(view.value, minute.value)) return null;
  return html`<div class="hands"><${ConfirmButton} name="session.reopen" class="button button--plain" yes="Reopen"
    question="Go on with the session, for everybody? Questions that were left open when it ended wait again.">Reopen the session<//></div>`;
}
