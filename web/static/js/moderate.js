/** The page of a moderator: what waits for review, one after the other; every question, with better words for it; notes to host and panel. */
import { html } from "htm/preact";
import { Later } from "./components/after/later.js";
import { StoredOfMe } from "./components/after/stored-of-me.js";
import { Announcements } from "./components/announcements.js";
import { Banner } from "./components/banner.js";
import { AboutRecording, Consent } from "./components/room/consent.js";
import { Head } from "./components/head.js";
import { Keyboard } from "./components/keyboard.js";
import { ModerateList } from "./components/review/moderate-list.js";
import { Notes } from "./components/notes.js";
import { Now } from "./components/now.js";
import { OnAir } from "./components/on-air.js";
import { PastQuestions } from "./components/questions/past-questions.js";
import { Plan } from "./components/plan.js";
import { ReviewPanel } from "./components/review/review-panel.js";
import { Speaker } from "./components/questions/speaker.js";
import { useSession } from "./context.js";
import { mount } from "./page.js";
import { REVIEW_KEYS } from "./shortcuts.js";

function Moderate() {
  const { me } = useSession();
  return html`<div class="column column--wide">
    <${Head}>${me.value.name ?? "Moderator"} <${Keyboard} keys=${REVIEW_KEYS} /><//>
    <${Banner} />
    <${Now} />
    <div class="pair">
      <div class="pair__main">
        <${Later} />
        <${Consent} />
        <${ReviewPanel} keys=${true} />
        <${OnAir} />
        <${ModerateList} />
        <div class="folds"><${PastQuestions} /><${Plan} /><${AboutRecording} /><${StoredOfMe} /></div>
      </div>
      <div class="pair__side"><${Announcements} /><${Notes} /></div>
    </div>
    <${Speaker} />
  </div>`;
}

mount(Moderate);
