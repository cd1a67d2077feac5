/** What the room talks about. A long one shows its beginning; whether all of it stands there is remembered. */
import { html } from "htm/preact";
import { useRemembered } from "../../use/remembered.js";

const LONG = 240; // characters; about seven lines on a phone

export function Dilemma({ room }) {
  const [whole, setWhole] = useRemembered(`dilemma:${room.id}`, false);
  if (!room.prompt) return null;
  const long = room.prompt.length > LONG;
  return html`<div class="dilemma">
    <p class="dilemma__text" dir="auto" data-short=${long && !whole}>${room.prompt}</p>
    ${long && html`<button type="button" class="button button--plain" aria-expanded=${whole} onClick=${() => setWhole(!whole)}>${whole ? "Show less" : "Read all of it"}</button>`}
  </div>`;
}
