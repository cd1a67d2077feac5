/** The recordings, so that every question gets its second. */
import { html } from "htm/preact";
import { useSession } from "../context.js";
import { formatDay, formatDuration } from "../clock.js";
import { questionsOf, roomName } from "../look.js";
import { entries } from "../order.js";
import { confidenceWord } from "../words.js";
import { ConfirmButton } from "./confirm-button.js";
import { LinkRecording } from "./link-recording.js";
import { SafeLink } from "./safe-link.js";

export function RecordingsPanel() {
  const { view } = useSession();
  const { status, recording_notice } = view.value.session;
  const recordings = entries(view.value.recordings).sort((a, b) => (a.started_at ?? 0) - (b.started_at ?? 0) || (a.id < b.id ? -1 : 1));
  return html`<section class="panel" id="recordings" aria-labelledby="recordings-title">
    <h2 id="recordings-title">Recordings</h2>
    ${recordings.length > 0 && html`<ul class="recordings">${recordings.map((r) => html`<li key=${r.id}>
      <p><b>${r.room_id ? `Room ${roomName(view.value.rooms?.[r.room_id])}` : "Plenary"}</b> <span class="hint">${facts(r)}</span></p>
      <p class="recordings__url"><${SafeLink} url=${r.url}>${r.url}<//></p>
      <${ConfirmButton} name="recordings.remove" data=${{ recording_id: r.id }} class="button button--plain" question="Remove this link? The recording itself stays." yes="Remove">Remove<//>
    </li>`)}</ul>`}
    <${Downloads} />
    <${LinkRecording} open=${!recordings.length && status === "finished" && recording_notice?.recorded !== false} />
  </section>`;
}

/** Once there is something in it: the question log, for who keeps records. */
function Downloads() {
  const { id, view } = useSession();
  if (!questionsOf(view.value).some((q) => q.number)) return null;
  const log = `/api/sessions/${encodeURIComponent(id)}/question-log`;
  return html`<p class="links__files"><a href=${`${log}.csv`} download>Question log as a table (CSV)</a> <a href=${`${log}.json`} download>as JSON</a></p>`;
}

function facts(recording) {
  return [
    recording.started_at && formatDay(recording.started_at),
    recording.duration && formatDuration(recording.duration),
    confidenceWord(recording.confidence),
  ].filter(Boolean).join(" · ");
}
