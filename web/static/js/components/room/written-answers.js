/** Answers that came in writing to what the own room asked. Those that are new since the last look are marked. */
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { currentPhase, isOver, questionsOf, roomIdOf, standsFor } from "../../look.js";
import { read, write } from "../../use/remembered.js";
import { count } from "../../words.js";
import { Question } from "../questions/question.js";

export function WrittenAnswers() {
  const { id, view, me } = useSession();
  const room = roomIdOf(me.value);
  const key = `written:${id}:${me.value.id}`;
  const [looked] = useState(() => read(key) ?? 0); // what was new when the page opened stays marked until it is opened again
  const answers = questionsOf(view.value).filter((q) => q.written_at && standsFor(q, room)).sort((a, b) => b.written_at - a.written_at);
  const shown = answers.length > 0 && (isOver(view.value) || currentPhase(view.value)?.kind === "wrap_up");
  const latest = shown ? answers[0].written_at : 0;
  useEffect(() => { if (latest > looked) write(key, latest); }, [latest]);
  if (!shown) return null;
  const fresh = answers.filter((q) => q.written_at > looked).length;
  return html`<section class="questions written" aria-labelledby="written">
    <h2 id="written">Answers that came in writing</h2>
    <p class="hint" role="status">${fresh > 0 && fresh < answers.length && `${count(fresh, "is", "are")} new since you last looked.`}</p>
    <ul class="question-list">${answers.map((q) => html`<li key=${q.id}>
      ${q.written_at > looked && html`<p class="written__new">New</p>`}<${Question} question=${q} /></li>`)}</ul>
  </section>`;
}
