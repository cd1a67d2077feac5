/** The clock by which a tool, or the host, said when recordings began: how far it was from this server's. Shifts all of its recordings. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { toolOf } from "../../calls.js";
import { useSession } from "../../context.js";
import { recordingsOf } from "../../recordings.js";
import { useAction } from "../../use/action.js";
import { Refusal } from "../refusal.js";

const MANUAL = "manual";

export function Clocks() {
  const { view } = useSession();
  const placed = recordingsOf(view.value).filter((r) => r.segments?.length);
  const clocks = new Map(placed.map((r) => [r.provider ?? MANUAL, r.clock ?? 0]));
  if (!clocks.size) return null;
  return html`<details class="fold"><summary>The recorder’s clock</summary>
    <p class="hint">Is every question found too early, by the same number of seconds? Then the clock by which the beginning was noted was ahead by that much. Too late: behind.</p>
    ${[...clocks].map(([provider, offset]) => html`<${Clock} key=${`${provider} ${offset}`} provider=${provider} offset=${offset} named=${clocks.size > 1} />`)}
  </details>`;
}

function Clock({ provider, offset, named }) {
  const [seconds, setSeconds] = useState(String(Math.abs(offset) / 1000));
  const [side, setSide] = useState(offset < 0 ? "behind" : "ahead");
  const { run, busy, refusal } = useAction();
  function save(event) {
    event.preventDefault();
    return run("recordings.set_clock", { provider, offset: Math.round(Number(seconds) * 1000) * (side === "behind" ? -1 : 1) || 0 });
  }
  return html`<form class="form clock-form" onSubmit=${save}>
    <label>${named ? whoseClock(provider) : "The recorder’s clock"} was, in seconds
      <input class="field" type="number" inputmode="decimal" min="0" max="86400" step="any" required value=${seconds} onInput=${(e) => setSeconds(e.target.value)} /></label>
    <label>ahead or behind <select class="field" value=${side} onChange=${(e) => setSide(e.target.value)}>
      <option value="ahead">ahead</option><option value="behind">behind</option></select></label>
    <div class="action"><button class="button button--quiet" aria-busy=${busy}>Save the clock</button><${Refusal} text=${refusal} /></div>
  </form>`;
}

const whoseClock = (provider) => (provider === MANUAL ? "The clock by which times were typed" : `The clock of ${toolOf({ calls: provider }) ?? provider}`);
