/** The session exists. The host's link first, because it is shown only here. */
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { safeUrl } from "../../safe-url.js";
import { LinkRow } from "../link-row.js";

const OTHERS = [
  ["panel", "Panel", "For the experts who answer."],
  ["moderator", "Moderator", "For the person who reviews the questions."],
  ["stage", "Projector", "For the big screen in the hall."],
  ["watch", "Watch later", "For those who could not come."],
];

export function CreatedLinks({ created, planned }) {
  const { links, join_code } = created;
  const head = useRef();
  useEffect(() => head.current?.focus(), []);
  const path = new URL(links.host, location.origin);
  const join = `/join/${encodeURIComponent(join_code)}`;
  return html`<div class="created">
    <h1 tabindex="-1" ref=${head}>Your session is ready</h1>
    <section class="created__host">
      <p>Save the host link now. It is shown only here, and whoever has it is the host.</p>
      <${LinkRow} label="Host" url=${links.host} />
      <p><a class="button button--large" href=${safeUrl(path.pathname + path.search)}>Open the host page</a></p>
    </section>
    <section class="created__join">
      <div class="created__code"><h2>Join code</h2><p class="join-code__code">${join_code}</p>
        <p class="hint">Read it out, or show the square. Both lead to the same page.</p></div>
      <img class="created__qr" src=${`${join}/qr.svg`} alt="The join link as a QR code" width="168" height="168" />
      <div class="created__link"><${LinkRow} label="Participants" hint="For everybody who takes part." url=${links.join} />
        ${planned && html`<p><a href=${`${join}/session.ics`}>Calendar file</a> <span class="hint">with the day, the times and the join link</span></p>`}</div>
    </section>
    <details class="fold"><summary>Links for other roles</summary>
      <p class="hint">Whoever has such a link has the role. Send each only to the people it is for. The host page has them too, also to print.</p>
      ${OTHERS.map(([name, label, hint]) => links[name] && html`<${LinkRow} key=${name} label=${label} hint=${hint} url=${links[name]} />`)}
    </details>
  </div>`;
}
