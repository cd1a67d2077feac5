/** One promised answer: write it, or say anew who writes it and until when. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { Correctable } from "../after/correctable.js";
import { PromiseForm } from "./promise-form.js";
import { WriteAnswer } from "../questions/write-answer.js";

export function PromisedQuestion({ question }) {
  const [open, setOpen] = useState(undefined); // "answer" or "promise"
  const toggle = (what) => setOpen(open === what ? undefined : what);
  const end = () => setOpen(undefined);
  const button = (what, words) => html`<button type="button" class=${what === "answer" ? "button button--quiet" : "button button--plain"} aria-expanded=${open === what}
    aria-label=${`${words}: ${question.number}`} onClick=${() => toggle(what)}>${words}</button>`;
  return html`<${Correctable} question=${question}>${button("answer", "Write the answer")}${button("promise", "Change who and when")}<//>
    ${open === "answer" && html`<${WriteAnswer} question=${question} onEnd=${end} />`}
    ${open === "promise" && html`<${PromiseForm} question=${question} onEnd=${end} />`}`;
}
