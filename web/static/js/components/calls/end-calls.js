/** When the rooms are over: everybody still in one of their calls is sent out. Only where a tool made the calls. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { toolOf } from "../../calls.js";
import { useSession } from "../../context.js";
import { request } from "../../http.js";
import { currentPhase, roomsOf } from "../../look.js";
import { listWords, refusalWords } from "../../words.js";
import { ConfirmButton } from "../confirm-button.js";

export function EndCalls() {
  const session = useSession();
  const { view } = session;
  const [told, setTold] = useState("");
  const phase = currentPhase(view.value);
  if (!toolOf(view.value.session) || !phase || phase.kind === "breakout") return null;

  async function end() {
    const answer = await request(session, "/calls/end", { method: "POST" });
    if (answer.ok) setTold(outcome(answer.rooms, roomsOf(view.value)));
    return answer;
  }
  return html`<p class="call">
    <${ConfirmButton} act=${end} question="Whoever is still in the call of a room is sent out." yes="End these calls">End the calls of the rooms<//>
    <span role="status" class="hint">${told}</span>
  </p>`;
}

function outcome(rooms, known) {
  const left = known.filter(({ id }) => rooms[id] && rooms[id] !== "ended");
  if (!left.length) return "They have ended.";
  const failed = left.map(({ id }) => rooms[id]).find((word) => word !== "running");
  const names = listWords(left.map(({ letter, theme }) => letter ?? theme));
  return failed ? `Not ended: ${names}. ${refusalWords({ code: failed })}` : `Asked to end, and not gone yet: ${names}.`;
}
