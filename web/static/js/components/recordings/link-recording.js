/** Paste where a recording is, and say when it began. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { fromLocalInput, toLocalInput } from "../../local-input.js";
import { phasesOf, roomName, roomsOf } from "../../look.js";
import { recordingsOf } from "../../recordings.js";
import { safeUrl, typedUrl } from "../../safe-url.js";
import { useAction } from "../../use/action.js";
import { useKeptText } from "../../use/kept-text.js";
import { refusalWords } from "../../words.js";
import { moreOf, moreSaid, RecordingMore } from "./recording-more.js";
import { Refusal } from "../refusal.js";
import { WhoMaySee } from "./who-may-see.js";

export function LinkRecording({ open }) {
  const { id, view } = useSession();
  const [url, setUrl, clearUrl] = useKeptText(`recording-url:${id}`);
  const [typed, setTyped, clearTyped] = useKeptText(`recording-began:${id}`, null);
  const [room, setRoom] = useState("");
  const [more, setMore] = useState(moreOf);
  const proposed = beginning(view.value, room);
  const began = typed ?? toLocalInput(proposed?.at);
  const [unsafe, setUnsafe] = useState("");
  const { run, busy, refusal } = useAction();
  async function link(event) {
    event.preventDefault();
    setUnsafe(safeUrl(typedUrl(url)) ? "" : refusalWords({ code: "client.not_https" }));
    if (!safeUrl(typedUrl(url))) return;
    const started = began ? { started_at: fromLocalInput(began) } : {};
    const data = { url: typedUrl(url), ...started, ...(room ? { room_id: room } : {}), ...said(more, room) };
    if ((await run("recordings.link", data)).ok) { clearUrl(); clearTyped(); setMore(moreOf()); }
  }
  return html`<details class="fold" open=${open}><summary>Link a recording</summary>
    <form class="form" onSubmit=${link}>
      <label>Address <input class="field" inputmode="url" required placeholder="https://" value=${url} onInput=${(e) => setUrl(e.target.value)} /></label>
      <label>Began at <span class="hint">your time; finds the second of each question</span>
        <input class="field" type="datetime-local" step="1" value=${began} onInput=${(e) => setTyped(e.target.value)} /></label>
      ${typed === null && proposed && html`<p class="hint">Proposed: when “${proposed.title}” began. Correct it if you pressed “record” at another time.</p>`}
      <label>Of <select class="field" value=${room} onChange=${(e) => setRoom(e.target.value)}>
        <option value="">the plenary</option>
        ${roomsOf(view.value).map((r) => html`<option value=${r.id}>room ${roomName(r)}</option>`)}
      </select></label>
      <${WhoMaySee} value=${more.visibility} room=${room} onChange=${(e) => setMore({ ...more, visibility: e.target.value })} />
      <details class="why"><summary>Length, and until when it is kept</summary>
        <div class="form"><${RecordingMore} draft=${more} onChange=${setMore} /></div></details>
      <div class="action"><button class="button" aria-busy=${busy}>Link</button><${Refusal} text=${unsafe || refusal} /></div>
    </form></details>`;
}

/** What was said besides. For whom it is, is always said: nobody is to be surprised. */
function said(more, room) {
  const { duration, visibility, expires_at } = moreSaid(more, room);
  return { ...(duration && { duration }), visibility, ...(expires_at && { expires_at }) };
}

/** How far the clock is ahead by which times are typed: what is proposed is said by that clock, too. */
const clockOf = (view) => recordingsOf(view).find((recording) => recording.provider === undefined)?.clock ?? 0;

/** When somebody would have begun to record: with the first part that was held in that call. */
function beginning(view, room) {
  const kinds = room ? ["breakout"] : ["plenary", "panel"];
  const part = phasesOf(view).find((phase) => kinds.includes(phase.kind) && phase.starts_at);
  return part && { title: part.title, at: part.starts_at + clockOf(view) };
}
