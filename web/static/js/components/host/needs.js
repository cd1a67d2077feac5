/** What is needed from the host now, in one glance. Empty is good news, and says so. */
import { html } from "htm/preact";
import { formatAgo } from "../../clock.js";
import { ticking, useSession } from "../../context.js";
import { isOver } from "../../look.js";
import { hostNeeds } from "../../needs.js";
import { ActionButton } from "../action-button.js";
import { SafeLink } from "../safe-link.js";

export function Needs() {
  const { view, me, presence } = useSession();
  const over = isOver(view.value);
  const needs = hostNeeds(view.value, ticking.value, me.value, presence.value.here);
  return html`<section class="needs" id="needs" aria-labelledby="needs-title" data-quiet=${!needs.length}>
    <h2 id="needs-title">${over ? "What is left to do" : "Needed from you"}</h2>
    ${needs.length
      ? html`<ul>${needs.map((need) => html`<li key=${need.key}><${Need} need=${need} /></li>`)}</ul>`
      : html`<p class="empty">${over ? "Nothing. Thank you." : "Nothing right now."}</p>`}
  </section>`;
}

function Need({ need }) {
  return html`<a href=${`#${need.at}`}>${need.text}${need.since !== undefined && html` <span class="hint">${formatAgo(need.since, ticking.value)}</span>`}</a>
    ${need.call_url && html`<${SafeLink} url=${need.call_url} class="button button--quiet">Open the call<//>`}
    ${need.command && html`<${ActionButton} name=${need.command} data=${need.data} class="button button--second" shortcut=${need.command === "rooms.take_help" ? "h" : undefined}>${need.label}<//>`}`;
}
