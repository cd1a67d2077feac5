/** What ends the question on air, or makes it longer. The form is the note's, below the words. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { ActionButton } from "../action-button.js";
import { answerFormOf } from "./answer-note.js";
import { Claim } from "./claim.js";
import { HoldButton } from "./hold-button.js";

export function OnAirHands({ question, promising, onPromise }) {
  const { me } = useSession();
  const roles = me.value.roles ?? [];
  const host = roles.includes("host");
  const takes = roles.includes("panelist") && !question.claimed_by;
  const data = { question_id: question.id };
  return html`<div class="on-air__hands action">
    <${Claim} question=${question} first=${takes} />
    <button form=${answerFormOf(question)} class=${takes ? "button button--quiet" : "button"} data-shortcut="a">Answered</button>
    ${host && !question.follow_up && html`<${ActionButton} name="panel.follow_up" data=${data} shortcut="f">Follow-up<//>`}
    <${HoldButton} question=${question} />
    ${host && html`<${ActionButton} name="panel.skip" data=${data} shortcut="s">Skip for now<//>`}
    <button type="button" class="button button--quiet" aria-expanded=${promising} onClick=${onPromise}>Promise</button>
  </div>`;
}
