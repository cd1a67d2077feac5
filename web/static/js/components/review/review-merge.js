/** Into which question another one is merged: the most alike first, then all others; searched by their words. */
import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useSession } from "../../context.js";
import { targetsOf } from "../../review.js";
import { useAlike } from "../../use/alike.js";
import { useInParts } from "../../use/in-parts.js";
import { Question } from "../questions/question.js";
import { Refusal } from "../refusal.js";

const AT_ONCE = 8;

export function ReviewMerge({ question, onEnd, settle, busy, refusal }) {
  const { view } = useSession();
  const [looked, setLooked] = useState("");
  const alike = useAlike(question);
  const targets = targetsOf(view.value, question, alike, looked);
  const [shown, more, showMore] = useInParts(targets, AT_ONCE);
  const form = useRef();
  useEffect(() => {
    const touched = globalThis.matchMedia?.("(pointer: coarse)").matches; // a keyboard on the screen would hide what is offered
    (touched ? form.current : form.current.querySelector("input")).focus({ preventScroll: true });
  }, []);
  return html`<form class="review__form" role="search" tabindex="-1" ref=${form} aria-label=${`Merge ${question.number}`} onSubmit=${(event) => event.preventDefault()} onKeyDown=${(event) => event.key === "Escape" && onEnd()}>
    <p>Into which question? <span class="hint">${question.number} becomes part of it. ${targets.some((target) => target.room_id !== question.room_id) && "If the rooms differ, both are named. "}Each person’s support counts once.</span></p>
    <label>Search <input class="field" type="search" autocomplete="off" value=${looked} onInput=${(event) => setLooked(event.target.value)} /></label>
    ${targets.length ? html`<ul class="question-list">${shown.map((target) => html`<li key=${target.id}><${Question} question=${target}>
        ${alike.includes(target.id) && html`<span class="hint">nearly the same</span>`}
        <button type="button" class="button button--quiet" aria-busy=${busy} aria-label=${`Merge into it: ${target.number}`}
          onClick=${(event) => event.detail < 2 && settle("qa_queue.merge", { into: target.id })}>Merge into it</button><//></li>`)}</ul>`
      : html`<p class="hint" role="status">${looked ? "No question says that." : "There is no other question to merge it into."}</p>`}
    <div class="action">${more > 0 && html`<button type="button" class="button button--quiet" onClick=${showMore}>Show ${more} more</button>`}
      <button type="button" class="button button--plain" onClick=${onEnd}>Not now</button><${Refusal} text=${refusal} /></div>
  </form>`;
}
