/** How many wait for review. Said aloud when it has been the same for a moment: a moderator may clear one a second. */
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";

const REST_MS = 3000;

export function ReviewCount({ waiting }) {
  const [said, say] = useState(waiting);
  useEffect(() => {
    const timer = setTimeout(say, REST_MS, waiting);
    return () => clearTimeout(timer);
  }, [waiting]);
  return html`<p class="review__count">${waiting > 0 && words(waiting)}</p>
    <p class="visually-hidden" role="status">${said > 0 ? `${words(said)} for review.` : "Nothing waits for review."}</p>`;
}

const words = (n) => (n === 1 ? "1 waits" : `${n} wait`);
