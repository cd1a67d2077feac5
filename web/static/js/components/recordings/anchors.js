/** The seconds that somebody set by ear: what each says, and a way to drop it, and back. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { anchorWords, heardAt } from "../../segments.js";
import { ActionButton } from "../action-button.js";

export function Anchors({ recording }) {
  const { view } = useSession();
  const [dropped, setDropped] = useState(undefined); // the last one that was dropped here
  const { anchors = [], id } = recording;
  const undo = dropped && !anchors.some((anchor) => anchor.at === dropped.at);
  if (!anchors.length && !undo) return null;
  return html`<div>
    <ul class="anchors" aria-label="Seconds that were set">${anchors.map((anchor) => html`<li key=${anchor.at}>
      <span>${anchorWords(view.value, anchor, recording)}</span>
      <${ActionButton} name="recordings.drop_anchor" data=${{ recording_id: id, at: anchor.at }} class="button button--plain"
        label=${`Drop the second of ${heardAt(view.value, anchor.at)}`} onDone=${() => setDropped(anchor)}>Drop<//></li>`)}</ul>
    <p role="status" class="anchors__undo">${undo && html`The second of ${heardAt(view.value, dropped.at)} is dropped.
      <${ActionButton} name="recordings.anchor" data=${{ recording_id: id, ...dropped }} class="button button--plain" onDone=${() => setDropped(undefined)}>Undo<//>`}</p>
  </div>`;
}
