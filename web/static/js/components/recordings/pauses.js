/** When somebody paused the recording and when it went on. Its seconds go on from there. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { formatBegan } from "../../recordings.js";
import { followEachOther, pausesOf, segmentsWith } from "../../segments.js";
import { useAction } from "../../use/action.js";
import { Refusal } from "../refusal.js";

const NONE = { from: "", to: "" };

export function Pauses({ recording, onEnd }) {
  const [pauses, setPauses] = useState(() => (recording.segments.length > 1 ? pausesOf(recording.segments) : [NONE]));
  const [unfit, setUnfit] = useState("");
  const { run, busy, refusal } = useAction();
  const change = (nth, side) => (event) => setPauses(pauses.map((pause, n) => (n === nth ? { ...pause, [side]: event.target.value } : pause)));
  async function save(event) {
    event.preventDefault();
    const segments = segmentsWith(pauses, recording.segments, recording.duration);
    const fits = followEachOther(segments);
    setUnfit(fits ? "" : "Each pause begins after the one before it has ended. Look at the times.");
    if (fits && (await run("recordings.set_segments", { recording_id: recording.id, segments })).ok) onEnd();
  }
  const time = (nth, side, words) => html`<label>${words}<span class="visually-hidden">, pause ${nth + 1}</span>
    <input class="field" type="time" step="1" value=${pauses[nth][side]} onInput=${change(nth, side)} /></label>`;
  return html`<form class="form" onSubmit=${save} onKeyDown=${(event) => event.key === "Escape" && onEnd()}>
    <p class="hint">It began ${formatBegan(recording.segments[0].wall_start)}.</p>
    <ol class="pauses">${pauses.map((pause, nth) => html`<li key=${nth}>${time(nth, "from", "Paused at")}${time(nth, "to", "Went on at")}
      <button type="button" class="button button--plain" aria-label=${`Take out pause ${nth + 1}`} onClick=${() => setPauses(pauses.filter((_, n) => n !== nth))}>Take out</button></li>`)}</ol>
    <div class="action"><button class="button button--second" aria-busy=${busy}>Save the pauses</button>
      <button type="button" class="button button--plain" onClick=${() => setPauses([...pauses, NONE])}>One more pause</button>
      <button type="button" class="button button--plain" onClick=${onEnd}>Cancel</button><${Refusal} text=${unfit || refusal} /></div>
  </form>`;
}
