/** What somebody wrote whose name is forgotten already, as long as something is left. */
import { html } from "htm/preact";
import { textsWords } from "../../keeping.js";
import { stayNear } from "../../stay-near.js";
import { ConfirmButton } from "../confirm-button.js";

export function ForgetTexts({ person, texts, onEnd }) {
  const left = texts && textsWords(texts);
  function done() {
    onEnd();
    stayNear("rooms-title");
  }
  if (!left) return texts ? html`<p class="hint">Nothing they wrote is left.</p>` : null;
  return html`<p>The name is forgotten. Still there, without it: ${left}.</p>
    <p><${ConfirmButton} name="session.erase_participant" data=${{ participant_id: person.id }} class="button button--grave" onDone=${done}
      question=${`Take out ${left}, for good? “[removed]” stands in place of the words.`} yes="Take it out">Take out what they wrote<//></p>`;
}
