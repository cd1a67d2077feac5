/** What this session keeps of the person who reads it, how long, and how to get it. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { retentionWords } from "../../keeping.js";

export function StoredOfMe() {
  const { view, me } = useSession();
  if (me.value.name === undefined) return null; // who came by a shared link is nobody in particular
  const asks = me.value.roles?.includes("participant");
  return html`<details class="fold"><summary>What is stored of me</summary>
    <p>Your name and affiliation${asks ? ", your room, what you wrote, and which questions you support. Nobody is shown who supports what" : ", and what you wrote"}.</p>
    <p>${retentionWords(view.value)} If you want to be forgotten earlier, ask the host.</p>
    <p class="links__files"><${DataLink} participant=${me.value.id}>Download it<//></p>
  </details>`;
}

export function DataLink({ participant, label, children }) {
  const { id } = useSession();
  return html`<a href=${`/api/sessions/${encodeURIComponent(id)}/participants/${encodeURIComponent(participant)}/data.json`} aria-label=${label} download="">${children}</a>`;
}
