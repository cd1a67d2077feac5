/** The way into the call for everybody, and the end of the rooms' calls. The ways into those stand with the rooms. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { isOver } from "../../look.js";
import { EndCalls } from "./end-calls.js";
import { SafeLink } from "../safe-link.js";

export function HostCalls() {
  const { view } = useSession();
  const url = view.value.session.plenary_call_url;
  if (!url || isOver(view.value)) return null;
  return html`<p class="call"><${SafeLink} url=${url} class="button button--quiet">Open the call for everybody<//></p><${EndCalls} />`;
}
