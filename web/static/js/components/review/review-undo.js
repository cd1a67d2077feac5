/** Takes back the last decision of this device, then the one before it. What somebody else has changed since stays as it is. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { decidedWords, lastOf, overtakenWords, stillSo, undoing } from "../../undo.js";
import { useAction } from "../../use/action.js";
import { useDecisions } from "../../use/decisions.js";
import { refusalWords } from "../../words.js";

export function ReviewUndo({ desk }) {
  const { view } = useSession();
  const { taken, settled, own, drop } = useDecisions();
  const { run, busy } = useAction();
  const last = lastOf(view.value, taken.value);
  if (!last) return null;

  async function steps() {
    for (const [name, data] of undoing(last)) {
      const answer = await run(name, data);
      if (!answer.ok) return answer;
    }
    return { ok: true };
  }
  async function undo(event) {
    const { question_id } = last.data;
    if (busy || event.detail > 1) return;
    if (!stillSo(view.value, last)) {
      drop(last);
      desk.tell(`${overtakenWords(view.value, last)} It stays as it is.`);
      return;
    }
    const returns = last.before.status === "pending";
    if (returns) own.delete(question_id);
    else own.add(question_id);
    const answer = await steps();
    if (answer.ok || !/^(client|server)\./.test(answer.code ?? "client.")) drop(last); // else it can be tried again
    if (answer.ok) {
      settled.value = new Map([...settled.peek()].filter(([id]) => id !== question_id));
      if (returns) desk.stand(question_id);
    }
    desk.tell(answer.ok ? "" : `${last.before.number ?? "Undo"}: ${refusalWords(answer)}`);
  }
  return html`<button type="button" class="button button--plain review__undo" data-shortcut=${desk.keys ? "u" : undefined} aria-busy=${busy} onClick=${undo}>
    <span>Undo: ${decidedWords(view.value, last)}</span>${desk.keys && html`<kbd aria-hidden="true">U</kbd>`}</button>`;
}
