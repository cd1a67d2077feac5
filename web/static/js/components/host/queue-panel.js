/** The host's queue: who is on air, who is next and why, by which rule, and what is done. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { isOver } from "../../look.js";
import { Airtime } from "../panel/airtime.js";
import { HandOver } from "./hand-over.js";
import { HostDone } from "./host-done.js";
import { HostDrafts } from "./host-drafts.js";
import { HostReview } from "../review/host-review.js";
import { JustAnswered } from "./just-answered.js";
import { OnAirControls } from "../panel/on-air-controls.js";
import { Promises } from "../panel/promises.js";
import { QueueList } from "./queue-list.js";
import { RankingSwitch } from "./ranking-switch.js";

export function QueuePanel() {
  const { view } = useSession();
  const over = isOver(view.value);
  return html`<section class="panel queue" id="queue" aria-labelledby="queue-title">
    <h2 id="queue-title">Questions</h2>
    <${OnAirControls} />
    <${JustAnswered} />
    <${HandOver} />
    <${QueueList} />
    <div class="folds">
      ${!over && html`<${RankingSwitch} key="ranking" />`}
      <${HostReview} key="review" />
      ${!over && html`<${HostDrafts} key="drafts" />`}
      <${Promises} key="promises" open=${over} />
      <${HostDone} key="done" />
      <${Airtime} key="airtime" />
    </div>
  </section>`;
}
