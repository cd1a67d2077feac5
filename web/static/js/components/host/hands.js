/** The host's hands on the clock: start, next, longer, shorter, pause, finish. */
import { html } from "htm/preact";
import { formatDay, formatDuration, remaining } from "../../clock.js";
import { minute, useSession } from "../../context.js";
import { awaitsHandOver, currentPhase, isOpen, isOver, nextPhase, onAir, questionsOf, upNext } from "../../look.js";
import { waitingOf } from "../../review.js";
import { count, stillToReview } from "../../words.js";
import { ActionButton } from "../action-button.js";
import { ConfirmButton } from "../confirm-button.js";

const MINUTE = 60_000;

export function Hands() {
  const { view } = useSession();
  const phase = currentPhase(view.value);
  const next = nextPhase(view.value);
  if (isOver(view.value)) return null;
  if (!phase) {
    return html`<div class="hands"><${ConfirmButton} name="agenda.start" class="button button--large" shortcut="n"
      question=${`Start “${next?.title}” for everybody now?${early(view.value.session.starts_at, minute.value)}`} yes="Start">Start<//></div>`;
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

/** What a start before its time means. */
const early = (starts_at, now) => (starts_at - now >= 5 * MINUTE ? ` It is planned for ${formatDay(starts_at)}.` : "");

/** What an end before its time means. */
const cut = (phase, now) => (remaining(phase, now) >= MINUTE ? ` It still has ${formatDuration(remaining(phase, now))}.` : "");

/** Names the phase it leaves, so two hosts who press together move one phase, not two. */
function Next({ phase, next }) {
  const { view } = useSession();
  const first = phase.status !== "paused" && !awaitsHandOver(view.value) && !asking(view.value); // else another deed comes before
  if (!next) return html`<${Finish} class="button button--quiet button--large" shortcut="n" />`;
  return html`<${ConfirmButton} name="agenda.advance" data=${{ from_phase: phase.id }} class=${`button button--large${first ? "" : " button--second"}`} shortcut="n"
    question=${`End “${phase.title}” and begin “${next.title}”?${cut(phase, minute.value)}`} yes=${`Begin ${next.title}`}>Next: ${next.title}<//>`;
}

/** A question is on air, or the next one can be called. */
const asking = (view) => isOpen(view, "answering") && Boolean(onAir(view) ?? upNext(view));

/** Sends the end it saw, so two hosts who press together add five minutes, not ten. */
function Longer({ phase, minutes }) {
  const data = { phase_id: phase.id, ends_at: phase.ends_at + minutes * MINUTE, expected_ends_at: phase.ends_at };
  return html`<${ActionButton} name="agenda.set_end" data=${data} shortcut=${minutes > 0 ? "+" : "-"}>${minutes > 0 ? "+" : "−"}${Math.abs(minutes)} min<//>`;
}

function Finish({ class: look, shortcut }) {
  const { view } = useSession();
  const open = questionsOf(view.value).filter((q) => ["open", "on_air"].includes(q.status)).length;
  const left = waitingOf(view.value).length;
  return html`<${ConfirmButton} name="session.finish" class=${look} shortcut=${shortcut} yes="Finish"
    question=${`Finish the session for everybody?${openWords(open, left)}`}>Finish<//>`;
}

/** What becomes of the questions that were not heard. */
function openWords(open, left) {
  if (!open) return stillToReview(left);
  const owed = ` ${count(open, "open question gets", "open questions get")} a written answer later`;
  return left ? `${owed}; ${count(left, "still waits", "still wait")} for review.` : `${owed}.`;
}
