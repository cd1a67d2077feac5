/** For whom a recording is. That of a room is for its people until the host lets others see it, here. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { whose } from "../../recordings.js";
import { useAction } from "../../use/action.js";
import { visibilityWords } from "../../words.js";
import { Refusal } from "../refusal.js";
import { WhoMaySee } from "./who-may-see.js";

export function ForWhom({ recording }) {
  const { view } = useSession();
  const { run, busy, refusal } = useAction();
  const { id, room_id, visibility } = recording;
  if (room_id === undefined) return html`<p class="hint">For ${visibilityWords(visibility)}.</p>`;
  return html`<div class="recording__for"><${WhoMaySee} value=${visibility} room=${room_id} of=${`the recording of ${whose(view.value, recording)}`} busy=${busy}
      onChange=${(event) => run("recordings.edit", { recording_id: id, visibility: event.target.value })} />
    <${Refusal} text=${refusal} /></div>`;
}
