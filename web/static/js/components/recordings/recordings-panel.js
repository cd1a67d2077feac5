/** The recordings of the plenary and of each room, so that every question gets its second; and what is wrong with them. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { isOver } from "../../look.js";
import { groupsOf, headingOf, missing, numbers, unrecorded } from "../../recordings.js";
import { count, listWords } from "../../words.js";
import { LinkRecording } from "./link-recording.js";
import { Clocks } from "./clocks.js";
import { Recording } from "./recording.js";

export function RecordingsPanel() {
  const { view } = useSession();
  const { recording_notice } = view.value.session;
  const groups = groupsOf(view.value);
  return html`<section class="panel" id="recordings" aria-labelledby="recordings-title">
    <h2 id="recordings-title">Recordings</h2>
    ${groups.map(({ key, title, recordings }) => html`<div key=${key}>
      <h3 class="recordings__of" id=${headingOf(recordings[0])} tabindex="-1">${title}</h3>
      <ul class="recordings">${recordings.map((r) => html`<li key=${r.id} id=${`recording-${r.id}`}><${Recording} recording=${r} /></li>`)}</ul></div>`)}
    <${Missing} />
    <div class="folds">
      <${LinkRecording} open=${!groups.length && isOver(view.value) && recording_notice?.recorded !== false} />
      <${Clocks} />
    </div>
  </section>`;
}

/** Said once the evening is over and something of it is linked; before that everything is missing. */
function Missing() {
  const { view } = useSession();
  if (!isOver(view.value) || !groupsOf(view.value).length) return null;
  const { plenary, rooms } = missing(view.value);
  const unheard = unrecorded(view.value);
  return html`
    ${plenary && html`<p class="recording__flag">There is no recording of the plenary.</p>`}
    ${rooms.length > 0 && html`<p class="recording__flag">There is no recording of ${rooms.length === 1 ? "room" : "rooms"} ${listWords(rooms.map((room) => room.letter ?? room.theme))}.</p>`}
    ${unheard.length > 0 && html`<p class="recording__flag">${count(unheard.length, "question is", "questions are")} in no recording: ${numbers(unheard)}. Look at when the recordings began and how long they are.</p>`}`;
}
