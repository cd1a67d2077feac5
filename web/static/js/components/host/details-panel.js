/** What is known of the session: title, start, the common call, and what is recorded. Folded; the host changes it here. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { pastedUrl, toolOf } from "../../calls.js";
import { useSession } from "../../context.js";
import { isOver } from "../../look.js";
import { entries } from "../../order.js";
import { fromLocalInput, toLocalInput } from "../../local-input.js";
import { typedUrl } from "../../safe-url.js";
import { useAction } from "../../use/action.js";
import { noticeWords } from "../../words.js";
import { Refusal } from "../refusal.js";

export function DetailsPanel() {
  const { view } = useSession();
  const { session } = view.value;
  if (isOver(view.value)) return null;
  return html`<section class="panel" id="details" aria-labelledby="details-title">
    <h2 id="details-title">Details</h2>
    <p>${noticeWords(session.recording_notice)} <${Agreed} /></p>
    <div><details class="fold"><summary>What is recorded</summary><${Notice} key=${session.recording_notice?.number} notice=${session.recording_notice} /></details>
    <details class="fold"><summary>Title, start and common call</summary><${Edit} key=${`${session.title} ${session.starts_at} ${session.plenary_call_url}`} session=${session} /></details></div>
  </section>`;
}

function Agreed() {
  const { view } = useSession();
  if (!view.value.session.recording_notice?.recorded) return null;
  const people = entries(view.value.people);
  const missing = people.filter((p) => !p.consented).length;
  return html`<span class="hint">${missing ? `${people.length - missing} of ${people.length} have agreed.` : people.length ? "Everybody has agreed." : ""}</span>`;
}

function Notice({ notice }) {
  const { run, busy, refusal } = useAction();
  const [recorded, setRecorded] = useState(notice?.recorded ?? true);
  const [keeper, setKeeper] = useState(notice?.keeper ?? "");
  const [days, setDays] = useState(String(notice?.days ?? 365));
  function save(event) {
    event.preventDefault();
    return run("session.set_notice", { recorded, ...(recorded ? { keeper: keeper.trim(), days: Number(days) } : {}) });
  }
  return html`<form class="form" onSubmit=${save}>
    <label class="check"><input type="checkbox" checked=${recorded} onChange=${(e) => setRecorded(e.target.checked)} /> The calls are recorded</label>
    ${recorded && html`<label>Who keeps the recordings <input class="field" required value=${keeper} onInput=${(e) => setKeeper(e.target.value)} /></label>
    <label>For how many days <input class="field" type="number" min="1" max="3650" required value=${days} onInput=${(e) => setDays(e.target.value)} /></label>`}
    ${notice && html`<p class="hint">Everybody is asked again when you change this.</p>`}
    <div class="action"><button class="button button--quiet" aria-busy=${busy}>Save</button><${Refusal} text=${refusal} /></div>
  </form>`;
}

function Edit({ session }) {
  const { run, busy, refusal } = useAction();
  const [title, setTitle] = useState(session.title);
  const [starts, setStarts] = useState(toLocalInput(session.starts_at));
  const [url, setUrl] = useState(pastedUrl(session.plenary_call_url));
  const lobby = session.status === "lobby";
  function save(event) {
    event.preventDefault();
    const start = lobby ? { starts_at: fromLocalInput(starts) ?? null } : {};
    return run("session.edit", { title: title.trim(), plenary_call_url: typedUrl(url) || null, ...start });
  }
  return html`<form class="form" onSubmit=${save}>
    <label>Title <input class="field" required value=${title} onInput=${(e) => setTitle(e.target.value)} /></label>
    ${lobby && html`<label>Planned start <span class="hint">your time</span><input class="field" type="datetime-local" value=${starts} onInput=${(e) => setStarts(e.target.value)} /></label>`}
    <label>Call link for everybody ${toolOf(session) && html`<span class="hint">empty: ${toolOf(session)} makes the call</span>`}<input class="field" inputmode="url" placeholder="https://" value=${url} onInput=${(e) => setUrl(e.target.value)} /></label>
    <div class="action"><button class="button button--quiet" aria-busy=${busy}>Save</button><${Refusal} text=${refusal} /></div>
  </form>`;
}
