/** Review as the host sees it: on or off, and the questions that wait. Folded, it does nothing. After the end it stays while there is something in it. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { isOver } from "../../look.js";
import { rejectedOf, waitingOf } from "../../review.js";
import { ModerationSwitch } from "./moderation-switch.js";
import { ReviewPanel } from "./review-panel.js";

export function HostReview() {
  const { view } = useSession();
  const [open, setOpen] = useState(false);
  const over = isOver(view.value);
  const waiting = waitingOf(view.value).length;
  if (over && !open && !waiting && !rejectedOf(view.value).length) return null;
  return html`<details class="fold" id="review" onToggle=${(event) => setOpen(event.currentTarget.open)}>
    <summary>Review <span class="fold__count">${waiting ? `${waiting} waiting` : over ? "" : view.value.session.moderation ? "on" : "off"}</span></summary>
    ${!over && html`<${ModerationSwitch} />`}
    ${open && html`<${ReviewPanel} />`}
  </details>`;
}
