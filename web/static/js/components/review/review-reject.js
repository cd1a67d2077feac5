/** Why a question is not accepted: one press sends a ready reason, or own words. */
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { useSession } from "../../context.js";
import { REASONS } from "../../review.js";
import { useKeptText } from "../../use/kept-text.js";
import { Refusal } from "../refusal.js";

export function ReviewReject({ question, onEnd, settle, busy, refusal }) {
  const { id } = useSession();
  const [words, setWords, clear] = useKeptText(`reject:${id}:${question.id}`);
  const first = useRef();
  useEffect(() => first.current?.focus({ preventScroll: true }), []);
  const send = async (reason) => { if (reason && (await settle("qa_queue.reject", { reason }))) clear(); };
  return html`<form class="review__form" aria-label=${`Reject ${question.number}`} onSubmit=${(event) => { event.preventDefault(); send(words.trim()); }}
      onKeyDown=${(event) => event.key === "Escape" && onEnd()}>
    <p>Why is ${question.number} not accepted? <span class="hint">Of all who take part, only its author sees the reason.</span></p>
    <div class="review__reasons">${REASONS.map((reason, nth) => html`<button type="button" key=${reason} ref=${nth === 0 ? first : undefined} class="button button--quiet"
      aria-busy=${busy} onClick=${(event) => event.detail < 2 && send(reason)}>${reason}</button>`)}</div>
    <label>In other words <input class="field" dir="auto" autocomplete="off" value=${words} onInput=${(event) => setWords(event.target.value)} /></label>
    <div class="action"><button class="button" aria-busy=${busy} disabled=${!words.trim()}>Reject</button>
      <button type="button" class="button button--plain" onClick=${onEnd}>Not now</button><${Refusal} text=${refusal} /></div>
  </form>`;
}
