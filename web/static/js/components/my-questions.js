/** What became of the questions I wrote, also of those that nobody else sees any more. */
import { html } from "htm/preact";
import { formatWall } from "../clock.js";
import { useSession } from "../context.js";
import { entries } from "../order.js";
import { count, statusWord } from "../words.js";

export function MyQuestions() {
  const { view, me } = useSession();
  const mine = entries(me.value.questions);
  if (!mine.length) return null;
  return html`<details class="fold"><summary>My questions <span class="fold__count">${mine.length}</span></summary>
    <ul class="fates">${mine.map((q) => html`<li key=${q.id}>
      <p class="question__text" dir="auto">${view.value.questions?.[q.id]?.number && html`<b>${view.value.questions[q.id].number}</b> `}${q.text}</p>
      <p class="fates__fate">${fate(q.status, view.value.questions?.[q.id])}</p></li>`)}</ul>
  </details>`;
}

function fate(status, question) {
  const when = { answered: question?.answered_at, on_air: question?.on_air_at }[status];
  const where = status === "open" && question?.rank ? `place ${question.rank}` : "";
  const votes = question && ["draft", "open"].includes(status) ? count(question.score ?? 0, "vote") : "";
  return [`${statusWord(status)}${when ? ` at ${formatWall(when)}` : ""}`, where, votes].filter(Boolean).join(" · ");
}
