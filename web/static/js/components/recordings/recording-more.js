/** What is rarely said of a recording: its length, and until when it is kept. With the fields of for whom it is. */
import { html } from "htm/preact";
import { audienceOf } from "../../recordings.js";
import { dueAt, dueDay } from "../../promises.js";
import { lengthOf, lengthText } from "../../segments.js";

/** The fields as they are filled in for a recording. */
export const moreOf = (recording = {}) => ({
  length: lengthText(recording.duration), visibility: recording.visibility, gone: dueDay(recording.expires_at),
});

/** The fields as the wire says them; `null` where nothing is said. */
export const moreSaid = ({ length, visibility, gone }, room) => ({
  duration: lengthOf(length) ?? null, visibility: audienceOf(visibility, room), expires_at: gone ? dueAt(gone) : null,
});

export function RecordingMore({ draft, onChange, lasts = true }) {
  const set = (field) => (event) => onChange({ ...draft, [field]: event.target.value });
  return html`
    ${lasts && html`<label>Length <span class="hint">such as 1:30:00</span>
      <input class="field" inputmode="numeric" pattern="\\d{1,3}(:[0-5]\\d){1,2}|\\d{1,4}" title="Hours, minutes and seconds, such as 1:30:00"
        value=${draft.length} onInput=${set("length")} /></label>`}
    <label>Kept until <span class="hint">the day its host deletes it, if you know it</span>
      <input class="field" type="date" value=${draft.gone} onInput=${set("gone")} /></label>`;
}
