/**
 * A button that asks once more before it sends. What it sends is fixed at the first press: if the phase ends by
 * itself meanwhile, the server refuses instead of skipping one. The question floats: no button around it moves.
 */
import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useAction } from "../use/action.js";
import { Refusal } from "./refusal.js";

export function ConfirmButton({ name, data, question, yes, class: look = "button button--quiet", shortcut, act, onDone, children }) {
  const { run, busy, refusal } = useAction(act);
  const [asked, setAsked] = useState(undefined); // {data, question, yes} as they were at the first press
  const first = useRef();
  const sure = useRef();
  useEffect(() => { if (asked) sure.current?.focus(); }, [asked]);

  function back() {
    setAsked(undefined);
    requestAnimationFrame(() => first.current?.focus());
  }
  function keys(event) {
    if (event.key === "Escape") { event.stopPropagation(); back(); }
    if (event.key === "Enter" && event.repeat) event.preventDefault(); // a key held down is not a second yes
  }
  function left(event) {
    const to = event.relatedTarget;
    if (!busy && to && to !== first.current && !event.currentTarget.contains(to)) setAsked(undefined);
  }
  async function confirm(event) {
    if (event.detail > 1) return; // the second half of a double click on the first button
    const answer = await run(name, asked.data);
    back();
    if (answer.ok) onDone?.();
  }
  return html`<span class="action confirm-place">
    <button type="button" ref=${first} class=${look} data-shortcut=${shortcut} aria-expanded=${Boolean(asked)} onClick=${() => (asked ? back() : setAsked({ data, question, yes }))}>${children}</button>
    ${asked && html`<span class="confirm" role="group" aria-label=${asked.question} onKeyDown=${keys} onFocusOut=${left}>
      <span class="confirm__question">${asked.question}</span>
      <button type="button" ref=${sure} class="button" aria-busy=${busy} onClick=${confirm}>${asked.yes}</button>
      <button type="button" class="button button--plain" onClick=${back}>Not now</button>
    </span>`}
    <${Refusal} text=${refusal} />
  </span>`;
}
