/** Review as the host sees it: on or off, and the questions that wait. Folded, it does nothing. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useSession } from "../context.js";
import { questionsOf } from "../look.js";
import { ModerationSwitch } from "./moderation-switch.js";
import { ReviewPanel } from "./review-panel.js";

export function HostReview() {
  const { view } = useSession();
  const [open, setOpen] = useState(false);
  const waiting = questionsOf(view.value).filter((q) => q.status === "pending").length;
  return html`<details class="fold" id="review" onToggle=${(event) => setOpen(event.currentTarget.open)}>
    <summary>Review <span class="fold__count">${waiting ? `${waiting} waiting` : view.value.session.moderation ? "on" : "off"}</span></summary>
    <${ModerationSwitch} />
    ${open && html`<${ReviewPanel} />`}
  </details>`;
}
