/** A panelist says "I will answer this", so that nobody waits for somebody else. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { ActionButton } from "../action-button.js";

export function Claim({ question, first = false }) {
  const { me } = useSession();
  if (!me.value.roles?.includes("panelist") || !["open", "on_air"].includes(question.status)) return null;
  const data = { question_id: question.id };
  const name = question.number ?? question.text;
  if (question.claimed_by_id === me.value.id) {
    return html`<${ActionButton} name="panel.unclaim" data=${data} class="button button--quiet" label=${`Give it back: ${name}`}>Give it back<//>`;
  }
  return question.claimed_by ? null : html`<${ActionButton} name="panel.claim" data=${data} class=${first ? "button" : "button button--quiet"} label=${`I will answer ${name}`}>I will answer<//>`;
}
