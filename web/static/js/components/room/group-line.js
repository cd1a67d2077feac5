/** One line for a device that stands for people in a room: what it is asked for. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { isOpen } from "../../look.js";

export function GroupLine() {
  const { view, me } = useSession();
  if (!(me.value.group > 1)) return null;
  const now = isOpen(view.value, "voting");
  return html`<p class="hint">This device stands for ${me.value.group} people in one place. ${now ? "Ask for a show of hands and write down how many support a question." : "When voting is open, you write down how many hands go up."}</p>`;
}
