/** What is stored of one person: to hand it to them, or to forget it. */
import { html } from "htm/preact";
import { isNameless } from "../../keeping.js";
import { ForgetPerson } from "./forget-person.js";
import { ForgetTexts } from "./forget-texts.js";
import { DataLink } from "./stored-of-me.js";
import { useTextsOf } from "./texts-of.js";

export function PersonData({ person, onEnd }) {
  const texts = useTextsOf(person.id);
  const Forget = isNameless(person) ? ForgetTexts : ForgetPerson;
  return html`<div class="person-data" onKeyDown=${(event) => event.key === "Escape" && onEnd()}>
    <p class="links__files"><${DataLink} participant=${person.id}>Download all that is stored of ${person.name}<//></p>
    <${Forget} person=${person} texts=${texts} onEnd=${onEnd} />
    <p><button type="button" class="button button--plain" onClick=${onEnd}>Close</button></p>
  </div>`;
}
