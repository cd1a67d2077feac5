/** Tells screen readers what changed, politely and once: phases, five minutes, one minute, who is on air. */
import { html } from "htm/preact";
import { useComputed } from "@preact/signals";
import { ticking, useSession } from "../context.js";
import { urgency } from "../clock.js";
import { currentPhase, isOver, onAir } from "../look.js";

const LEFT = { quiet: "", soon: "Less than five minutes left.", last: "Last minute.", over: "The time is over." };

export function Speaker() {
  const { view } = useSession();
  const phase = useComputed(() => {
    const now = currentPhase(view.value);
    if (isOver(view.value)) return "The session is over.";
    return now ? `${now.title}${now.status === "paused" ? ", paused" : ""}.` : "";
  });
  const left = useComputed(() => {
    const now = currentPhase(view.value);
    return now ? LEFT[urgency(now, ticking.value)] : "";
  });
  const air = useComputed(() => {
    const question = onAir(view.value);
    return question ? `On air: ${question.number ?? ""} ${question.text}` : "";
  });
  return html`<div class="visually-hidden" aria-live="polite"><p>${phase}</p><p>${left}</p><p>${air}</p></div>`;
}
