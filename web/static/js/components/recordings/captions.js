/** The captions of a recording: each language, how much there is, to keep or to take away. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { request } from "../../http.js";
import { captionsNamed, headingOf } from "../../recordings.js";
import { stayNear } from "../../stay-near.js";
import { count } from "../../words.js";
import { ConfirmButton } from "../confirm-button.js";

export function Captions({ recording }) {
  const session = useSession();
  const { captions = [] } = recording;
  if (!captions.length) return null;
  const path = `/recordings/${encodeURIComponent(recording.id)}/captions`;
  const remove = (captions_id) => request(session, `${path}/${encodeURIComponent(captions_id)}`, { method: "DELETE" });
  return html`<ul class="captions" aria-label="Captions">${captionsNamed(captions).map(({ captions_id, name, cues, source }) => html`<li key=${captions_id}>
    <a href=${`/api/sessions/${encodeURIComponent(session.id)}${path}/${encodeURIComponent(captions_id)}.vtt`} download="">Captions in ${name}</a>
    <span class="hint">${count(cues, "line")}${source !== "host" && `, from ${source}`}</span>
    <${ConfirmButton} name="captions" data=${captions_id} act=${(_, which) => remove(which)} class="button button--plain"
      question=${`Delete the captions in ${name}? Keep the file if you may need them again.`} yes="Delete"
      onDone=${() => stayNear(headingOf(recording))}>Delete<//></li>`)}</ul>`;
}
