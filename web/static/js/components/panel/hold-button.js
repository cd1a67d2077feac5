/** Passes a question over for now: it keeps its place and its turn. And back, with the same button, which keeps the focus; where nobody was there to ask it, by saying that somebody is. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { speakerToBe } from "../../look.js";
import { ActionButton } from "../action-button.js";

export function HoldButton({ question }) {
  const { view, me } = useSession();
  const name = question.number ?? question.text;
  const data = { question_id: question.id };
  if (question.held === "absent") {
    const [id, speaker] = speakerToBe(view.value.rooms?.[question.room_id]);
    if (!id || !me.value.roles?.includes("host")) return null;
    return html`<${ActionButton} key="here" name="rooms.mark_present" data=${{ participant_id: id }}>${speaker} is here<//>`;
  }
  return question.held
    ? html`<${ActionButton} key="hold" name="panel.release" data=${data} label=${`Release ${name}`}>Release<//>`
    : html`<${ActionButton} key="hold" name="panel.hold" data=${data} label=${`Hold ${name}`}>Hold<//>`;
}
