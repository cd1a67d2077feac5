/** The links to hand out. The host's own link is not repeated: it is a key. */
import { html } from "htm/preact";
import { useSession } from "../context.js";
import { isOver } from "../look.js";
import { LinkRow } from "./link-row.js";
import { CopyButton } from "./copy-button.js";

const WATCH = "For those who could not come: questions and recordings.";
const LINKS = [
  ["join", "Participants", "For everybody. They choose a name and a room."],
  ["panel", "Panel", "For the experts who answer."],
  ["moderator", "Moderator", "For who reviews the questions."],
  ["stage", "Projector", "For the big screen in the hall."],
  ["watch", "Watch later", WATCH],
];

export function LinksPanel({ links = {} }) {
  const { id, view } = useSession();
  const code = view.value.session.join_code;
  if (isOver(view.value)) return html`<section class="panel" id="links" aria-labelledby="links-title">
    <h2 id="links-title">Share</h2>
    ${links.watch && html`<${LinkRow} label="Watch later" hint=${WATCH} url=${links.watch} />`}
    <p><a href=${`/watch/${encodeURIComponent(id)}`}>Open that page</a></p>
  </section>`;
  const [join, ...others] = LINKS;
  const row = ([name, label, hint]) => links[name] && html`<${LinkRow} key=${name} label=${label} hint=${hint} url=${links[name]} />`;
  return html`<section class="panel" id="links" aria-labelledby="links-title">
    <h2 id="links-title">Join</h2>
    ${code && html`<p class="join-code"><span class="join-code__code">${code}</span> <${CopyButton} text=${code} label="the join code" /></p>`}
    ${row(join)}
    ${others.some(([name]) => links[name]) && html`<details class="fold"><summary>Links for other roles</summary>
      <p class="hint">Whoever has such a link has the role. Send each only to the people it is for.</p>${others.map(row)}</details>`}
  </section>`;
}
