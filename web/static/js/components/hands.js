/** The host's hands on the clock: start, next, longer, shorter, pause, finish. */
import { html } from "htm/preact";
import { useSession } from "../context.js";
import { currentPhase, isOver, nextPhase } from "../look.js";
import { ActionButton } from "./action-button.js";
import { ConfirmButton } from "./confirm-button.js";

const MINUTE = 60_000;

export function Hands() {
  const { view } = useSession();
  const phase = currentPhase(view.value);
  const next = nextPhase(view.value);
  if (isOver(view.value)) return null;
  if (!phase) {
    return html`<div class="hands"><${ConfirmButton} name="agenda.start" class="button button--large" shortcut="n"
      question=${`Start “${next?.title}” for everybody now?`} yes="Start">Start<//></div>`;
  }
  return html`<div class="hands">
    <${Next} phase=${phase} next=${next} />
    ${phase.status === "running" && html`<${Longer} phase=${phase} minutes=${-1} key="less" /><${Longer} phase=${phase} minutes=${5} key="more" />`}
    ${phase.status === "paused"
      ? html`<${ActionButton} key="resume" name="agenda.resume" class="button" shortcut="p">Resume<//>`
      : html`<${ActionButton} key="pause" name="agenda.pause" shortcut="p">Pause<//>`}
    ${next && html`<${Finish} class="button button--plain" />`}
  </div>`;
}

/** Names the phase it leaves, so two hosts who press together move one phase, not two. */
function Next({ phase, next }) {
  if (!next) return html`<${Finish} class="button button--quiet button--large" shortcut="n" />`;
  return html`<${ConfirmButton} name="agenda.advance" data=${{ from_phase: phase.id }} class="button button--large" shortcut="n"
    question=${`End “${phase.title}” and begin “${next.title}”?`} yes=${`Begin ${next.title}`}>Next: ${next.title}<//>`;
}

/** Sends the end it saw, so two hosts who press together add five minutes, not ten. */
function Longer({ phase, minutes }) {
  const data = { phase_id: phase.id, ends_at: phase.ends_at + minutes * MINUTE, expected_ends_at: phase.ends_at };
  return html`<${ActionButton} name="agenda.set_end" data=${data} shortcut=${minutes > 0 ? "+" : "-"}>${minutes > 0 ? "+" : "−"}${Math.abs(minutes)} min<//>`;
}

const Finish = ({ class: look, shortcut }) => html`<${ConfirmButton} name="session.finish" class=${look} shortcut=${shortcut}
  question="Finish the session? Open questions become promised answers." yes="Finish">Finish<//>`;
