/** Shares the people out anew, in one of three ways. Each says what it means before it is done. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { isOver, roomsOf } from "../../look.js";
import { ConfirmButton } from "../confirm-button.js";

const WAYS = [
  ["size", "By size", "Give everybody a seat and move as few people as possible, so that the rooms differ by one person at most? Who speaks for a room stays."],
  ["mixed", "Mixed", "Spread the people of each affiliation evenly over the rooms? Many change rooms; who speaks for a room stays."],
  ["affiliation", "One room per affiliation", "Put the people of each affiliation together? Many change rooms, and a room may need a new representative."],
];

export function Balance() {
  const { view } = useSession();
  if (isOver(view.value) || roomsOf(view.value).length < 2) return null;
  return html`<details class="fold"><summary>Balance the rooms</summary>
    <p class="hint">Who moves sees the new room at once.</p>
    <div class="balance">${WAYS.map(([by, words, question]) => html`<${ConfirmButton} key=${by} name="rooms.balance" data=${{ by }} question=${question} yes="Move them">${words}<//>`)}</div>
  </details>`;
}
