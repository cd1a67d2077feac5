/** What is recorded, who keeps it, for how long. Asks for consent until it is given; afterwards it stays to be read, folded. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { isOver } from "../../look.js";
import { noticeWords } from "../../words.js";
import { ActionButton } from "../action-button.js";

export function Consent() {
  const { view, me } = useSession();
  const notice = view.value.session.recording_notice;
  if (!notice?.recorded || isOver(view.value) || !me.value.name || me.value.consented === notice.number) return null;
  return html`<section class="ask" aria-labelledby="consent">
    <h2 id="consent">${me.value.consented ? "What is recorded has changed" : "This session is recorded"}</h2>
    <p>${noticeWords(notice)}</p>
    <p><${ActionButton} name="session.consent" data=${{ notice: notice.number }} class="button">I agree to be recorded<//></p>
    <p class="hint">If you do not agree, say so to the host, and keep your camera and microphone off.</p>
  </section>`;
}

export function AboutRecording() {
  const { view } = useSession();
  return html`<details class="fold"><summary>About the recording</summary><p>${noticeWords(view.value.session.recording_notice)}</p></details>`;
}
