/** Sound at five minutes and at one minute, for who wants it. Off unless switched on; remembered in this browser. */
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { useComputed } from "@preact/signals";
import { chime, wakeSound } from "../chime.js";
import { urgency } from "../clock.js";
import { ticking, useSession } from "../context.js";
import { currentPhase } from "../look.js";
import { useRemembered } from "../use/remembered.js";

export function SoundSwitch() {
  const { view } = useSession();
  const [on, setOn] = useRemembered("sound", false);
  const moment = useComputed(() => {
    const phase = currentPhase(view.value);
    return phase ? `${phase.id} ${urgency(phase, ticking.value)}` : "";
  });
  const heard = useRef(moment.value); // what was so when the page opened is no news
  useEffect(() => {
    if (!on) return undefined;
    addEventListener("pointerdown", wakeSound, { once: true }); // after a reload the first touch gives the sound back
    return () => removeEventListener("pointerdown", wakeSound);
  }, [on]);
  useEffect(() => {
    const [before] = heard.current.split(" ");
    const [phase, urgent] = moment.value.split(" ");
    if (on && phase === before) chime(urgent);
    heard.current = moment.value;
  }, [moment.value]);
  async function change(event) {
    setOn(event.target.checked);
    if (!event.target.checked) return;
    await wakeSound();
    chime("soon");
  }
  return html`<label class="check sound"><input type="checkbox" checked=${on} onChange=${change} /> Sound at 5 minutes and at 1 minute</label>`;
}
