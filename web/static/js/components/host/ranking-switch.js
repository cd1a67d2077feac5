/** By which rule the queue stands, what that means, and another one. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { questionsOf } from "../../look.js";
import { ActionButton } from "../action-button.js";

const RULES = [
  ["fair_turn", "Fair turn", "Every room gets a turn before any room gets another. In each round the room with the least airtime comes first, then what other rooms support."],
  ["by_votes", "By votes", "The question with the most votes comes first, whatever room it comes from. Large rooms are heard more."],
  ["host_order", "Your order", "The order stays as it is, new questions join at the end, and only you move them."],
];

export function RankingSwitch() {
  const { view } = useSession();
  const rule = view.value.session.ranking ?? "fair_turn";
  const [, now, meaning] = RULES.find(([name]) => name === rule);
  const moved = questionsOf(view.value).some((q) => q.status === "open" && q.override?.kind === "moved");
  return html`<details class="fold"><summary>Order of the queue <span class="fold__count">${now.toLowerCase()}</span></summary>
    <div class="rules" role="group" aria-label="Order of the queue">
      ${RULES.map(([name, words]) => html`<${Rule} key=${name} rule=${name} words=${words} on=${name === rule} />`)}
    </div>
    <p class="hint">${meaning}</p>
    ${moved && html`<p><${ActionButton} name="qa_queue.drop_overrides" data=${{}}>Take back all moves<//></p>`}
  </details>`;
}

const Rule = ({ rule, words, on }) => (on
  ? html`<button type="button" class="rules__now" aria-pressed="true">${words}</button>`
  : html`<${ActionButton} name="qa_queue.set_ranking" data=${{ rule }} class="rules__other">${words}<//>`);
