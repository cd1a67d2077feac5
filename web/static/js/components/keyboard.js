/** The keys of a page, and the sheet that lists them. `data-keys` on the body says that they work: then buttons show theirs. */
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { act, KEYS, meaning } from "../shortcuts.js";
import { useRemembered } from "../use/remembered.js";

export function Keyboard({ keys = KEYS }) {
  const [on, setOn] = useRemembered("shortcuts", true);
  const sheet = useRef();
  const works = useRef(on); // switched off means at once, not after the next paint
  works.current = on;
  useEffect(() => {
    const pressed = (event) => {
      const what = meaning(event, keys);
      if (what && (works.current || event.key === "?") && act(what)) event.preventDefault();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
  useEffect(() => { document.body.toggleAttribute("data-keys", on); }, [on]);
  return html`<button type="button" class="button button--plain keys__button" data-shortcut="?" onClick=${() => sheet.current.showModal()}>Keys${" "}<kbd>?</kbd></button>
    <dialog class="sheet" ref=${sheet} aria-labelledby="keys-title">
      <h2 id="keys-title">Keys</h2>
      <dl class="keys">${keys.map(([key, does]) => html`<div key=${key}><dt><kbd>${key}</kbd></dt><dd>${does}</dd></div>`)}</dl>
      <label class="check"><input type="checkbox" checked=${on} onChange=${(event) => setOn(event.target.checked)} /> Single keys work on this page</label>
      <form method="dialog"><button class="button">Close</button></form>
    </dialog>`;
}
