/** The question on air with its ends, within reach however long it is; while nothing is on air, the call of the next one. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { isOpen, onAir } from "../../look.js";
import { useNextFocus } from "../../use/next-focus.js";
import { AnswerNote } from "./answer-note.js";
import { CallNext } from "./call-next.js";
import { OnAir } from "../on-air.js";
import { OnAirHands } from "./on-air-hands.js";
import { PromiseForm } from "./promise-form.js";

export function OnAirControls() {
  const { view, me } = useSession();
  const [promising, setPromising] = useState(undefined); // the id of the question
  useNextFocus(onAir(view.value)?.id);
  const calls = me.value.roles?.includes("host") && isOpen(view.value, "answering");
  const end = () => setPromising(undefined);
  const below = (question) => html`<div key=${question.id} class="on-air__below">
    ${promising === question.id && html`<${PromiseForm} question=${question} onEnd=${end} />`}<${AnswerNote} question=${question} /></div>`;
  return html`<${OnAir} below=${below} idle=${calls ? (next) => html`<${CallNext} question=${next} />` : undefined}
    hands=${(question) => html`<${OnAirHands} key=${question.id} question=${question} promising=${promising === question.id}
      onPromise=${() => setPromising(promising === question.id ? undefined : question.id)} />`} />`;
}
