/** One waiting question in the host's queue: its place, who speaks, why it stands there, what can be done. `shown`: the queue as it is shown. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { roomName } from "../../look.js";
import { whyHere } from "../../reasons.js";
import { count } from "../../words.js";
import { EditForm } from "../questions/edit-form.js";
import { Line } from "../line.js";
import { MergedParts } from "../questions/merged-parts.js";
import { QueueMenu } from "./queue-menu.js";

export function QueueItem({ question, shown }) {
  const { view } = useSession();
  const [editing, setEditing] = useState(false);
  if (editing) return html`<${EditForm} question=${question} onEnd=${() => setEditing(false)} />`;
  return html`<article class="question waits" data-held=${Boolean(question.held)}>
    ${question.rank && html`<span class="question__rank" aria-label=${`Place ${question.rank}`}>${question.rank}</span>`}
    <div class="question__body">
      <p class="question__text"><b class="question__number">${question.number}</b> <bdi>${question.text}</bdi></p>
      <p class="question__from"><${Line} of=${facts(view.value, question)} /></p>
      <p class="waits__why">${flags(question).map((flag) => html`<b class="flag" key=${flag}>${flag}</b> `)}${whyHere(question, view.value)}</p>
      <${MergedParts} question=${question} />
      <${QueueMenu} question=${question} shown=${shown} onEdit=${() => setEditing(true)} />
    </div>
  </article>`;
}

/** Who speaks, and what is known besides. */
function facts(view, question) {
  const room = view.rooms?.[question.room_id];
  const author = question.author !== room?.speaker && question.author;
  return [room?.speaker && html`<b>${room.speaker}</b>`, roomName(room), count(question.score ?? 0, "vote"), question.addressed_to && `for ${question.addressed_to}`,
    question.claimed_by && `${question.claimed_by} answers`, author && `written by ${author}`, question.anonymous && "anonymous", question.edited && "edited"];
}

const flags = ({ next, held, override }) => [next && "Next", held && "Held", override?.kind === "moved" && "Moved"].filter(Boolean);
