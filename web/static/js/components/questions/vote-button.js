/** Support a question, or take it back. Sends the state that is wanted, never a toggle. A device of a group counts hands instead. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { mayVote } from "../../look.js";
import { count, refusalWords } from "../../words.js";
import { handsOf, HandsVote } from "../room/hands-vote.js";
import { Refusal } from "../refusal.js";

export function VoteButton({ question }) {
  const { view, me } = useSession();
  if (!mayVote(view.value, me.value, question)) return html`<${Counted} question=${question} />`;
  return me.value.group > 1 ? html`<${HandsVote} question=${question} />` : html`<${Support} question=${question} />`;
}

/** Where this person may not vote, or no more. Nobody votes on what is prepared or waits for review. */
function Counted({ question }) {
  const { view, me } = useSession();
  if (view.value.session?.status === "lobby" || question.status === "pending") return null;
  const { group } = me.value;
  const mine = handsOf(me.value, question.id);
  return html`<span class="vote vote--still">${mine ? `${group > 1 ? `${mine} of your ${group}` : "Your vote"} · ` : ""}${count(question.score ?? 0, "vote")}</span>`;
}

function Support({ question }) {
  const { me, send } = useSession();
  const [wanted, setWanted] = useState(undefined); // what was pressed and not yet answered
  const [refusal, setRefusal] = useState("");
  const mine = wanted ?? Boolean(me.value.votes?.[question.id]);
  const name = question.number ?? "this draft";
  async function press() {
    if (wanted !== undefined) return;
    const next = !mine;
    setWanted(next);
    setRefusal("");
    const answer = await send(next ? "qa_queue.cast_vote" : "qa_queue.withdraw_vote", { question_id: question.id });
    if (!answer.ok) setRefusal(refusalWords(answer));
    setTimeout(() => setWanted(undefined), answer.ok ? 400 : 0); // `me` follows the answer; no flicker in between
  }
  return html`<span class="action">
    <button type="button" class="vote" aria-pressed=${mine} aria-busy=${wanted !== undefined} onClick=${press}>
      <span class="vote__word">Support${mine && html`<span aria-hidden="true">ed</span>`}</span> <span class="visually-hidden">${name},</span>${" "}
      <span class="vote__count">${question.score ?? 0}</span> <span class="visually-hidden">${question.score === 1 ? "vote" : "votes"}</span>
    </button>
    <${Refusal} text=${refusal} />
  </span>`;
}
