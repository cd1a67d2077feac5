/** Chapters of a recording, one a question, for players and platforms. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { questionsOf } from "../../look.js";
import { YouTube } from "./youtube.js";

const FILES = [["vtt", "Chapters (WebVTT)"], ["chapters.json", "for podcasts (JSON)"]];

export function RecordingFiles({ recording }) {
  const { id, view } = useSession();
  const asked = questionsOf(view.value).some((q) => q.on_air_at !== undefined);
  if (recording.room_id !== undefined || !recording.pieces?.length || !asked) return null;
  const log = `/api/sessions/${encodeURIComponent(id)}/question-log`;
  return html`<div class="links__files">${FILES.map(([ending, words]) => html`<a key=${ending} href=${`${log}.${ending}?recording=${encodeURIComponent(recording.id)}`} download="">${words}</a>`)}
    <${YouTube} recording=${recording} /></div>`;
}
