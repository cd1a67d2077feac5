/** What became of the questions I wrote, also of those that nobody else sees any more. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { fateWords } from "../../fates.js";
import { entries } from "../../order.js";

export function MyQuestions() {
  const { me } = useSession();
  const mine = entries(me.value.questions);
  if (!mine.length) return null;
  return html`<details class="fold"><summary>My questions <span class="fold__count">${mine.length}</span></summary>
    <ul class="fates">${mine.map((q) => html`<li key=${q.id}><${Fate} own=${q} /></li>`)}</ul>
  </details>`;
}

function Fate({ own }) {
  const { view } = useSession();
  const question = view.value.questions?.[own.id];
  const target = view.value.questions?.[own.merged_into];
  return html`
    <p class="question__text" dir="auto">${question?.number && html`<b>${question.number}</b> `}${own.text}</p>
    <p class="fates__fate" dir="auto">${fateWords(own, own.id, view.value)}</p>
    ${own.status === "rejected" && html`<p class="fates__fate">Only you see this.</p>`}
    ${target && html`<div class="question__answer"><p><b>${target.number}</b> <bdi>${target.text}</bdi></p>
      <p class="fates__fate">${fateWords(target, own.merged_into, view.value)}</p>${target.answer && html`<p dir="auto">${target.answer}</p>`}</div>`}
    ${question?.answer && html`<p class="question__answer" dir="auto">${question.answer}</p>`}`;
}
