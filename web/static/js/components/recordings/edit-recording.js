/** Another address, room, beginning, length, audience or end. Seconds that were set, and captions, stay. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { fromLocalInput, toLocalInput } from "../../local-input.js";
import { roomName, roomsOf } from "../../look.js";
import { safeUrl, typedUrl } from "../../safe-url.js";
import { useAction } from "../../use/action.js";
import { refusalWords } from "../../words.js";
import { Refusal } from "../refusal.js";
import { moreOf, moreSaid, RecordingMore } from "./recording-more.js";
import { WhoMaySee } from "./who-may-see.js";

export function EditRecording({ recording, onEnd }) {
  const { view } = useSession();
  const [draft, setDraft] = useState(() => draftOf(recording));
  const [unsafe, setUnsafe] = useState("");
  const { run, busy, refusal } = useAction();
  const set = (field) => (event) => setDraft({ ...draft, [field]: event.target.value });
  const { anchors = [], segments = [], provider } = recording;
  async function save(event) {
    event.preventDefault();
    const data = changes(said(draftOf(recording)), said(draft));
    const wrong = data.url !== undefined && !safeUrl(data.url);
    setUnsafe(wrong ? refusalWords({ code: "client.not_https" }) : "");
    if (!wrong && (!Object.keys(data).length || (await run("recordings.edit", { recording_id: recording.id, ...data })).ok)) onEnd();
  }
  return html`<form class="form" onSubmit=${save} onKeyDown=${(event) => event.key === "Escape" && onEnd()}>
    <label>Address ${recording.url && html`<span class="hint">another one keeps seconds and captions</span>`}<input class="field" inputmode="url" placeholder="https://" required=${Boolean(recording.url)} value=${draft.url} onInput=${set("url")} /></label>
    <label>Of <select class="field" value=${draft.room} onChange=${set("room")}>
      <option value="">the plenary</option>${roomsOf(view.value).map((r) => html`<option value=${r.id}>room ${roomName(r)}</option>`)}</select></label>
    ${anchors.length > 0 ? html`<p class="hint">When it began follows from the seconds that were set.</p>`
      : provider === undefined && segments.length < 2 && html`<label>Began at <span class="hint">your time</span>
        <input class="field" type="datetime-local" step="1" value=${draft.began} onInput=${set("began")} /></label>`}
    <${WhoMaySee} value=${draft.visibility} room=${draft.room} onChange=${set("visibility")} />
    <${RecordingMore} draft=${draft} onChange=${setDraft} lasts=${segments.length < 2} />
    <div class="action"><button class="button button--second" aria-busy=${busy}>Save</button>
      <button type="button" class="button button--plain" onClick=${onEnd}>Cancel</button><${Refusal} text=${unsafe || refusal} /></div>
  </form>`;
}

/** The fields as they are filled in; the beginning as it was typed, by the clock of who recorded. */
const draftOf = (recording) => ({
  url: recording.url ?? "", room: recording.room_id ?? "", began: toLocalInput(recording.segments?.[0]?.wall_start), ...moreOf(recording),
});

/** The fields as the wire says them. */
const said = (draft) => ({ url: typedUrl(draft.url), room_id: draft.room || null, started_at: fromLocalInput(draft.began) ?? null, ...moreSaid(draft, draft.room) });

const changes = (before, after) => Object.fromEntries(Object.entries(after).filter(([field, value]) => value !== before[field]));
