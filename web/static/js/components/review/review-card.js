/** One question to decide on: whose it is, its words, what it was before, what is like it. On a phone it can be drawn to a side. */
import { html } from "htm/preact";
import { formatAgo } from "../../clock.js";
import { minute, useSession } from "../../context.js";
import { roomName } from "../../look.js";
import { useSwipe } from "../../use/swipe.js";
import { EarlierWordings } from "../questions/earlier-wordings.js";
import { Line } from "../line.js";
import { ReviewAlike } from "./review-alike.js";
import { ReviewSources } from "./review-sources.js";

const WAYS = { left: "Reject…", right: "Approve" };

export function ReviewCard({ desk }) {
  const { view } = useSession();
  const { question, open } = desk;
  const [drag, finger] = useSwipe({
    of: question.id, off: open !== undefined || desk.busy, onLeft: () => desk.start("reject"), onRight: () => desk.settle("qa_queue.approve"),
  });
  const facts = [
    roomName(view.value.rooms?.[question.room_id]), question.anonymous ? "anonymous" : question.author,
    formatAgo(question.submitted_at ?? question.drafted_at, minute.value), question.addressed_to && `for ${question.addressed_to}`, question.edited && "edited",
  ];
  return html`<article class="review__card" data-side=${drag?.side} data-far=${drag?.far} ...${finger}>
    <p class="review__from"><${Line} of=${facts} /></p>
    <p class="review__text" aria-live="polite" aria-atomic="true" hidden=${open === "edit"}><b class="question__number">${question.number}</b> <bdi>${question.text}</bdi></p>
    ${open !== "edit" && html`<${EarlierWordings} history=${question.history} /><${ReviewSources} question=${question} />`}
    ${!open && html`<${ReviewAlike} desk=${desk} />`}
    ${drag && html`<p class="review__way" aria-hidden="true">${WAYS[drag.side]}</p>`}
  </article>`;
}
