/** The one press that the panel waits for. It calls what everybody sees as next. */
import { html } from "htm/preact";
import { useSession } from "../context.js";
import { awaitsHandOver } from "../look.js";
import { ActionButton } from "./action-button.js";

export function CallNext({ question }) {
  const { view } = useSession();
  const look = awaitsHandOver(view.value) ? "button button--quiet" : "button button--large";
  return html`<${ActionButton} name="panel.call" data=${{ question_id: question.id }} class=${look} label=${`Call next: ${question.number}`} shortcut="c">Call next<//>`;
}
