/** What can be changed of a recording; one form at a time opens under the buttons. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { headingOf, whose } from "../../recordings.js";
import { stayNear } from "../../stay-near.js";
import { ActionButton } from "../action-button.js";
import { AddCaptions } from "./add-captions.js";
import { EditRecording } from "./edit-recording.js";
import { Pauses } from "./pauses.js";

const FORMS = { edit: EditRecording, pauses: Pauses, captions: AddCaptions };

export function Changes({ recording }) {
  const { view } = useSession();
  const [open, setOpen] = useState(undefined);
  const Form = FORMS[open];
  const of = `the recording of ${whose(view.value, recording)}`;
  const button = (what, words) => html`<button type="button" class="button button--plain" aria-expanded=${open === what} aria-label=${`${words}: ${of}`}
    onClick=${() => setOpen(open === what ? undefined : what)}>${words}</button>`;
  const paused = recording.provider === undefined && recording.segments?.length > 0;
  return html`<div class="recording__actions">
      ${button("edit", "Change")}${paused && button("pauses", "Pauses")}${button("captions", "Add captions")}
      <${ActionButton} name="recordings.remove" data=${{ recording_id: recording.id }} class="button button--plain" label=${`Remove: ${of}`}
        onDone=${() => stayNear(headingOf(recording))}>Remove<//>
    </div>
    ${Form && html`<${Form} key=${open} recording=${recording} onEnd=${() => setOpen(undefined)} />`}`;
}
