/** The one press that the panel waits for. It calls what everybody sees as next. It gets the focus when a question ends: a key held down is not a second press. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { awaitsHandOver } from "../../look.js";
import { ActionButton } from "../action-button.js";

export function CallNext({ question }) {
  const { view } = useSession();
  const look = awaitsHandOver(view.value) ? "button button--quiet" : "button button--large";
  const once = (event) => { if (event.key === "Enter" && event.repeat) event.preventDefault(); };
  return html`<span onKeyDown=${once}><${ActionButton} name="panel.call" data=${{ question_id: question.id }} class=${look} label=${`Call next: ${question.number}`} shortcut="c">Call next<//></span>`;
}
