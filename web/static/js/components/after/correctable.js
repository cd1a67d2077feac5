/** A question that was heard, with better words for it: for who reviews questions. Earlier words are kept beside it. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { mayCorrect } from "../../look.js";
import { EarlierWordings } from "../questions/earlier-wordings.js";
import { EditForm } from "../questions/edit-form.js";
import { Question } from "../questions/question.js";

/** `children`: what else can be done with it. */
export function Correctable({ question, children }) {
  const { me } = useSession();
  const [editing, setEditing] = useState(false);
  if (editing) return html`<${EditForm} question=${question} onEnd=${() => setEditing(false)} />`;
  return html`<${Question} question=${question}>${children}
      ${mayCorrect(me.value, question) && html`<button type="button" class="button button--plain"
        aria-label=${`Correct the words of ${question.number}`} onClick=${() => setEditing(true)}>Correct the words</button>`}
    <//><${EarlierWordings} history=${question.history} />`;
}
