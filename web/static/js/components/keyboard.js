/** The host's keys, and the sheet that lists them. */
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { act, KEYS, meaning } from "../shortcuts.js";
import { useRemembered } from "../use/remembered.js";

export function Keyboard() {
  const [on, setOn] = useRemembered("shortcuts", true);
  const sheet = useRef();
  useEffect(() => {
    const pressed = (event) => {
      const what = meaning(event);
      if (what && (on || event.key === "?") && act(what)) event.preventDefault();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [on]);
  return html`<button type="button" class="button button--plain keys__button" data-shortcut="?" onClick=${() => sheet.current.showModal()}>Keys${" "}<kbd>?</kbd></button>
    <dialog class="sheet" ref=${sheet} aria-labelledby="keys-title">
      <h2 id="keys-title">Keys</h2>
      <dl class="keys">${KEYS.map(([key, does]) => html`<div key=${key}><dt><kbd>${key}</kbd></dt><dd>${does}</dd></div>`)}</dl>
      <label class="check"><input type="checkbox" checked=${on} onChange=${(event) => setOn(event.target.checked)} /> Single keys work on this page</label>
      <form method="dialog"><button class="button">Close</button></form>
    </dialog>`;
}
