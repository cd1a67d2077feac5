/** Where this device stands for a group: how many of it support a question. Sent once, by Save or on leaving the number. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { useAction } from "../../use/action.js";
import { count } from "../../words.js";
import { Refusal } from "../refusal.js";

export const handsOf = (me, id) => me.hands?.[id] ?? (me.votes?.[id] ? 1 : 0);

export function HandsVote({ question }) {
  const { me } = useSession();
  const { run, busy, refusal } = useAction();
  const [written, write] = useState(undefined); // what stands in the field and is not yet counted
  const { group } = me.value;
  const counted = handsOf(me.value, question.id);
  const hands = written ?? counted;
  const changed = written !== undefined && written !== counted;
  const possible = (n) => Math.min(group, Math.max(0, Number.isInteger(n) ? n : 0));
  const set = (n) => !busy && write(possible(n));
  function typed({ target }) {
    const n = possible(parseInt(target.value, 10));
    target.value = n; // also where the number stays the same, as after 18 becomes 180
    set(n);
  }
  async function save() {
    if (changed && (await run("qa_queue.count_hands", { question_id: question.id, hands })).ok) write(undefined);
  }
  const left = (event) => { if (!event.currentTarget.contains(event.relatedTarget)) save(); };
  const name = question.number ?? question.text;
  const step = (by, sign, word) => html`<button type="button" class="hands-vote__step" aria-label=${`${word}: ${name}`} aria-disabled=${hands + by < 0 || hands + by > group} onClick=${() => set(hands + by)}>${sign}</button>`;
  return html`<span class="hands-vote" role="group" aria-label=${`Hands for ${name}`} onFocusOut=${left}>
    <span class="hands-vote__number">${step(-1, "−", "One hand less")}
      <input class="field hands-vote__field" inputmode="numeric" autocomplete="off" aria-label=${`How many hands for ${name}? 0 to ${group}`} value=${hands} readonly=${busy}
        onFocus=${(event) => event.target.select()} onInput=${typed} onKeyDown=${(event) => event.key === "Enter" && save()} />
      ${step(1, "+", "One hand more")}</span>
    <button type="button" class="button button--second hands-vote__save" data-changed=${changed} aria-busy=${busy} onClick=${save}>Save</button>
    <span class="hint hands-vote__said">${hands} of your ${group} · ${count(question.score ?? 0, "vote")}</span>
    <${Refusal} text=${refusal} />
  </span>`;
}
