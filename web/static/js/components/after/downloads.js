/** The record of the evening, for who keeps records: every form in which it can be taken along, and a page for each group. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { isOver, questionsOf, roomName, roomsOf } from "../../look.js";

const FORMS = [
  ["question-log.html", "To print"], ["question-log.xlsx", "Excel"], ["question-log.csv", "CSV"], ["question-log.md", "Markdown"], ["question-log.json", "JSON"],
];

export function Downloads() {
  const { id, view } = useSession();
  if (!questionsOf(view.value).some((q) => q.number)) return null;
  const [api, over] = [`/api/sessions/${encodeURIComponent(id)}`, isOver(view.value)];
  const rooms = roomsOf(view.value);
  return html`<section class="panel" id="downloads" aria-labelledby="downloads-title">
    <h2 id="downloads-title">To keep</h2>
    <div><p>The question log: what was asked, answered and promised.</p>
      <p class="links__files">${FORMS.map(([file, words]) => html`<${File} key=${file} href=${`${api}/${file}`}>${words}<//>`)}</p></div>
    ${over && html`<p class="links__files"><a href=${`/host/${encodeURIComponent(id)}/engagement`}>How people took part</a><a href=${`${api}/session.ics`} download="">Calendar file</a></p>
      ${rooms.length > 0 && html`<details class="fold"><summary>A page for each group</summary>
        <p class="hint">Its questions, what became of them, links into the recordings, and what to think about. The people of a room find theirs on their own page.</p>
        <ul class="packs">${rooms.map((room) => html`<li key=${room.id}><span>${roomName(room)}</span>
          <span class="links__files"><${Pack} room=${room} form="html">To print<//><${Pack} room=${room} form="md">Markdown<//></span></li>`)}</ul></details>`}`}
  </section>`;
}

/** A page opens beside this one; every other file is kept. */
function File({ href, label, children }) {
  if (href.endsWith(".html")) return html`<a href=${href} aria-label=${label} target="_blank" rel="noopener">${children}</a>`;
  return html`<a href=${href} aria-label=${label} download="">${children}</a>`;
}

function Pack({ room, form, children }) {
  const { id } = useSession();
  return html`<${File} href=${`/api/sessions/${encodeURIComponent(id)}/rooms/${encodeURIComponent(room.id)}/pack.${form}`} label=${`${roomName(room)}: ${children}`}>${children}<//>`;
}
