/** The links to hand out, each with its QR code. The host's own link is not repeated: it is a key. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { isOver } from "../../look.js";
import { CopyButton } from "../copy-button.js";
import { LinkRow } from "../link-row.js";

const WATCH = "For those who could not come: questions and recordings.";
const LINKS = [
  ["join", "Participants", "For everybody. They choose a name and a room."],
  ["panel", "Panel", "For the experts who answer."],
  ["moderator", "Moderator", "For the person who reviews the questions."],
  ["stage", "Projector", "For the big screen in the hall."],
  ["watch", "Watch later", WATCH],
];

export function LinksPanel({ links = {} }) {
  const { id, view } = useSession();
  const { join_code: code, starts_at } = view.value.session;
  const path = encodeURIComponent(id);
  if (isOver(view.value)) return html`<section class="panel" id="links" aria-labelledby="links-title">
    <h2 id="links-title">Share</h2>
    ${links.watch && html`<${WithCode} id=${path} name="watch" label="Watch later" hint=${WATCH} url=${links.watch} />`}
    <p class="links__files"><a href=${`/watch/${path}`}>Open that page</a></p>
  </section>`;
  const [join, ...others] = LINKS;
  const row = ([name, label, hint]) => links[name] && html`<${WithCode} key=${name} id=${path} name=${name} label=${label} hint=${hint} url=${links[name]} />`;
  return html`<section class="panel" id="links" aria-labelledby="links-title">
    <h2 id="links-title">Join</h2>
    ${code && html`<p class="join-code"><span class="join-code__code">${code}</span> <${CopyButton} text=${code} label="the join code" /></p>`}
    ${row(join)}
    <p class="links__files"><a href=${`/host/${path}/handout`} target="_blank" rel="noopener">All links to print</a>
      ${code && starts_at !== undefined && html`<a href=${`/join/${code}/session.ics`} download="">Calendar file</a>`}</p>
    ${others.some(([name]) => links[name]) && html`<details class="fold"><summary>Links for other roles</summary>
      <p class="hint">Whoever has such a link has the role. Send each only to the people it is for.</p>${others.map(row)}</details>`}
  </section>`;
}

/** A code is fetched when it is asked for, and only then. */
function WithCode({ id, name, label, hint, url }) {
  const [shown, setShown] = useState(false);
  return html`<div><${LinkRow} label=${label} hint=${hint} url=${url} />
    <details class="qr" onToggle=${(event) => setShown(event.target.open)}><summary>QR code<span class="visually-hidden"> for ${label}</span></summary>
      ${shown && html`<img class="qr__code" src=${`/host/${id}/qr/${name}.svg`} alt=${`QR code of the link for: ${label}`} width="240" height="240" />`}</details></div>`;
}
