/** Tells screen readers what changed, politely and once: phases, five minutes, one minute, who is on air, how many questions there are. */
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { useComputed } from "@preact/signals";
import { ticking, useSession } from "../../context.js";
import { urgency } from "../../clock.js";
import { currentPhase, isOver, onAir, questionsOf } from "../../look.js";
import { count } from "../../words.js";

const REST_MS = 3000; // questions come in bursts; the last number of a burst is enough

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
  return html`<div class="visually-hidden" aria-live="polite"><p>${phase}</p><p>${left}</p><p>${air}</p><${Asked} /></div>`;
}

function Asked() {
  const { view } = useSession();
  const now = questionsOf(view.value).filter((q) => q.number).length;
  const [told, tell] = useState(now);
  useEffect(() => {
    const timer = setTimeout(tell, REST_MS, now);
    return () => clearTimeout(timer);
  }, [now]);
  return html`<p>${told > 0 && `${count(told, "question")} submitted.`}</p>`;
}
