/** The session exists. The host's link first, because it is shown only here. */
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { safeUrl } from "../safe-url.js";
import { LinkRow } from "./link-row.js";

export function CreatedLinks({ created }) {
  const { links, join_code } = created;
  const head = useRef();
  useEffect(() => head.current?.focus(), []);
  const path = new URL(links.host, location.origin);
  const host = safeUrl(path.pathname + path.search);
  return html`<div class="created">
    <h2 tabindex="-1" ref=${head}>Your session is ready</h2>
    <p>Save the host link now. It is shown only here, and whoever has it is the host.</p>
    <${LinkRow} label="Host" url=${links.host} />
    <p><a class="button button--large" href=${host}>Open the host page</a></p>
    <p class="join-code">Join code <span class="join-code__code">${join_code}</span></p>
    <${LinkRow} label="Participants" hint="For everybody who takes part." url=${links.join} />
    <details class="fold"><summary>Links for other roles</summary>
      ${links.panel && html`<${LinkRow} label="Panel" hint="For the experts who answer." url=${links.panel} />`}
      ${links.moderator && html`<${LinkRow} label="Moderator" hint="For who reviews the questions." url=${links.moderator} />`}
      ${links.stage && html`<${LinkRow} label="Projector" hint="For the big screen in the hall." url=${links.stage} />`}
      ${links.watch && html`<${LinkRow} label="Watch later" hint="For those who could not come." url=${links.watch} />`}
    </details>
  </div>`;
}
