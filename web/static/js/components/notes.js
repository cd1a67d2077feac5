/** Backstage: what host, moderator and panelists tell each other. Nobody else gets them. */
import { html } from "htm/preact";
import { formatAgo } from "../clock.js";
import { ticking, useSession } from "../context.js";
import { isOver } from "../look.js";
import { entries } from "../order.js";
import { useAction } from "../use/action.js";
import { useKeptText } from "../use/kept-text.js";
import { listWords } from "../words.js";
import { ActionButton } from "./action-button.js";
import { Refusal } from "./refusal.js";

export function Notes() {
  const { view } = useSession();
  const notes = entries(view.value.notes).sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
  if (isOver(view.value) && !notes.length) return null;
  return html`<section class="panel" id="notes" aria-labelledby="notes-title">
    <h2 id="notes-title">Backstage</h2>
    ${!isOver(view.value) && html`<${Write} />`}
    <ul class="notes" aria-live="polite" aria-relevant="additions">${notes.map((note) => html`<${Note} key=${note.id} note=${note} />`)}</ul>
  </section>`;
}

function Write() {
  const { id } = useSession();
  const [text, setText, clear] = useKeptText(`note:${id}`);
  const { run, busy, refusal } = useAction();
  async function send(event) {
    event.preventDefault();
    if (text.trim() && (await run("panel.note", { text: text.trim() })).ok) clear();
  }
  return html`<form class="form" onSubmit=${send}>
    <label>Note <span class="hint">for host, moderator and panel only</span>
      <textarea class="field" rows="1" dir="auto" value=${text} onInput=${(event) => setText(event.target.value)}></textarea></label>
    <div class="action"><button class="button button--quiet" aria-busy=${busy} disabled=${!text.trim()}>Send note</button><${Refusal} text=${refusal} /></div>
  </form>`;
}

function Note({ note }) {
  const { view, me } = useSession();
  const mine = note.author_id === me.value.id;
  const seen = note.seen_by ?? [];
  const question = view.value.questions?.[note.question_id];
  return html`<li class="note">
    <p class="note__text" dir="auto">${question?.number && html`<b>${question.number}</b> `}${note.text}</p>
    <p class="hint">${mine ? "You" : note.author}, ${formatAgo(note.at, ticking.value)}${seen.length > 0 && ` · seen by ${listWords(seen)}`}</p>
    ${!mine && !isOver(view.value) && !note.seen_by?.includes(myName(me.value)) && html`<${ActionButton} name="panel.acknowledge_note" data=${{ note_id: note.id }} class="button button--plain" label=${`Seen: ${note.text}`}>Seen<//>`}
  </li>`;
}

/** As the server names who has seen a note: a person by name, a shared link by its role. */
const LINKS = { host: "the host", moderator: "the moderator", panel: "the panel" };
const myName = (me) => me.name ?? LINKS[me.id];
