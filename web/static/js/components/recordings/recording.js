/** One recording as the host sees it: where it is, what is known of its times, what is wrong with it, and what can be done. */
import { html } from "htm/preact";
import { toolOf } from "../../calls.js";
import { formatDate, formatDuration } from "../../clock.js";
import { minute, useSession } from "../../context.js";
import { canBeHeard, flagsOf, formatBegan, headingOf, secondsWords, whose } from "../../recordings.js";
import { recordingStatusWords } from "../../words.js";
import { stayNear } from "../../stay-near.js";
import { ActionButton } from "../action-button.js";
import { Line } from "../line.js";
import { SafeLink } from "../safe-link.js";
import { Anchors } from "./anchors.js";
import { Captions } from "./captions.js";
import { Changes } from "./changes.js";
import { ForWhom } from "./for-whom.js";
import { RecordingFiles } from "./recording-files.js";

export function Recording({ recording }) {
  const { id, view } = useSession();
  if (recording.status === "removed") return html`<${Removed} recording=${recording} />`;
  const status = ["expected", "processing"].includes(recording.status) && recordingStatusWords(recording.status);
  return html`
    ${recording.url && html`<p class="recordings__url"><${SafeLink} url=${recording.url}>${recording.url}<//></p>`}
    <p class="hint"><${Line} of=${facts(recording)} /></p>
    <${ForWhom} recording=${recording} />
    ${status && html`<p>${status}</p>`}
    ${flagsOf(view.value, recording, minute.value).map((flag) => html`<p class="recording__flag" key=${flag.key}>${flag.text}</p>`)}
    <${Anchors} recording=${recording} />
    <${Captions} recording=${recording} />
    ${canBeHeard(recording, minute.value) && html`<p class="links__files"><a href=${`/watch/${encodeURIComponent(id)}?r=${encodeURIComponent(recording.id)}`}>Set the seconds while watching</a></p>`}
    <${RecordingFiles} recording=${recording} />
    <${Changes} recording=${recording} />`;
}

const facts = (recording) => [
  recording.started_at && formatBegan(recording.started_at),
  recording.duration && formatDuration(recording.duration),
  secondsWords(recording),
  recording.expires_at && `kept until ${formatDate(recording.expires_at)}`,
  recording.provider && `from ${toolOf({ calls: recording.provider }) ?? recording.provider}`,
];

/** It keeps its place, so that a slip is mended where it happened. */
function Removed({ recording }) {
  const { view } = useSession();
  const name = recording.url ?? `the recording of ${whose(view.value, recording)}`;
  return html`<p class="recordings__removed"><span class="hint">Removed: ${name}</span>
    <${ActionButton} name="recordings.edit" data=${{ recording_id: recording.id }} class="button button--plain" label=${`Bring back ${name}`}
      onDone=${() => stayNear(headingOf(recording))}>Bring back<//></p>`;
}
