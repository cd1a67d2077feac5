/** A question that was answered, with better words for the answer: for experts and the host. `children`: what else can be done with it. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { mayWriteAnswer } from "../../look.js";
import { WriteAnswer } from "../questions/write-answer.js";
import { Correctable } from "./correctable.js";

export function AnsweredQuestion({ question, children }) {
  const { me } = useSession();
  const [writing, setWriting] = useState(false);
  return html`<${Correctable} question=${question}>${children}
      ${mayWriteAnswer(me.value) && html`<button type="button" class="button button--plain" aria-expanded=${writing} aria-label=${`Change the answer to ${question.number}`}
        onClick=${() => setWriting(!writing)}>${question.answer ? "Change the answer" : "Note the answer"}</button>`}
    <//>${writing && html`<${WriteAnswer} question=${question} onEnd=${() => setWriting(false)} />`}`;
}
