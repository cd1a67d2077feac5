/** The page of the experts: what is on air, who takes it, what comes, notes to the others backstage. */
import { html } from "htm/preact";
import { Announcements } from "./components/announcements.js";
import { Banner } from "./components/banner.js";
import { CallLink } from "./components/call-link.js";
import { AboutRecording, Consent } from "./components/consent.js";
import { Head } from "./components/head.js";
import { Notes } from "./components/notes.js";
import { Now } from "./components/now.js";
import { OnAirControls } from "./components/on-air-controls.js";
import { PastQuestions } from "./components/past-questions.js";
import { Plan } from "./components/plan.js";
import { QuestionList } from "./components/question-list.js";
import { SoundSwitch } from "./components/sound-switch.js";
import { Speaker } from "./components/speaker.js";
import { useSession } from "./context.js";
import { isOver, questionsOf } from "./look.js";
import { mount } from "./page.js";
import { noneWaiting, panelInvitation } from "./words.js";

function Panel() {
  const { view, me } = useSession();
  const open = questionsOf(view.value).filter((q) => q.status === "open");
  return html`<div class="column column--wide">
    <${Head}>${me.value.name ?? "Panel"}<//>
    <${Banner} />
    <${Now} />
    <div class="pair">
      <div class="pair__main">
        <p class="what">${panelInvitation(view.value)}</p>
        <${Consent} />
        <${OnAirControls} />
        <${CallLink} />
        <${QuestionList} questions=${open} title=${view.value.session.handed_over_at ? "The queue" : "Questions so far"} empty=${isOver(view.value) ? "" : noneWaiting(view.value)} />
        <div class="folds"><${PastQuestions} /><${Plan} /><${AboutRecording} /></div>
      </div>
      <div class="pair__side">
        <${Announcements} />
        <${Notes} />
        ${!isOver(view.value) && html`<${SoundSwitch} />`}
      </div>
    </div>
    <${Speaker} />
  </div>`;
}

mount(Panel);
