/** How many joined, and how many are connected this second. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";

export function PeopleCount() {
  const { view, presence } = useSession();
  const here = presence.value.total;
  return html`<span>${view.value.session.people ?? 0} joined${here === undefined ? "" : ` · ${here} here now`}</span>`;
}
