/** What stands on every page whose session was deleted while it was open, or whose person was forgotten. Nothing of the session is shown any more. */
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";

const WORDS = {
  "session.unknown": ["This session is deleted", "Nothing of it is left on this server."],
  "auth.bad_ticket": ["You are not in this session any more", "Your data was removed, or your link was taken back."],
};

/** The server let this page go for good, and what it shows is not its any more. */
export const isGone = (code) => Object.hasOwn(WORDS, code ?? "");

export function Gone({ code }) {
  const [title, text] = WORDS[code];
  useEffect(() => {
    document.title = title;
    document.getElementById("bootstrap")?.remove(); // what the page began with
  }, [title]);
  return html`<div class="column error-page">
    <h1>${title}</h1>
    <p>${text}</p>
    <p><a class="button" href="/">To the first page</a></p>
  </div>`;
}
