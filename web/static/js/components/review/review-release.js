/** Whether questions wait for review at all, and a way to let all that wait go at once. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { isOver } from "../../look.js";
import { ConfirmButton } from "../confirm-button.js";

export function ReviewRelease({ waiting, onDone }) {
  const { view, me } = useSession();
  return html`<div class="review__release">
    <p class="hint">${isOver(view.value) ? afterwards(waiting) : words(view.value.session.moderation, waiting, me.value.roles?.includes("host"))}</p>
    ${waiting > 0 && html`<${ConfirmButton} name="qa_queue.release_waiting" data=${{}} yes="Release them" onDone=${onDone}
      question=${waiting === 1 ? "Show it to everybody, read or not?" : `Show all ${waiting} to everybody, read or not?`}>Release the ${waiting} waiting<//>`}
  </div>`;
}

function words(moderated, waiting, host) {
  if (!moderated) return waiting ? "New questions go to everybody at once. These were asked before." : "Questions go to everybody at once.";
  const first = waiting ? "New questions wait here first." : "Nothing waits. New questions come here first.";
  return host ? first : `${first} Only the host can switch that off.`;
}

const afterwards = (waiting) => (waiting ? "The session is over. What you approve now gets a written answer later." : "The session is over. Nothing waits any more.");
