/** The page of the experts: what is on air, who takes it, what comes, what they owe in writing, notes to the others backstage. */
import { html } from "htm/preact";
import { Later } from "./components/after/later.js";
import { StoredOfMe } from "./components/after/stored-of-me.js";
import { Airtime } from "./components/panel/airtime.js";
import { Announcements } from "./components/announcements.js";
import { Banner } from "./components/banner.js";
import { CallLink } from "./components/calls/call-link.js";
import { AboutRecording, Consent } from "./components/room/consent.js";
import { Head } from "./components/head.js";
import { Notes } from "./components/notes.js";
import { Now } from "./components/now.js";
import { OnAirControls } from "./components/panel/on-air-controls.js";
import { PanelQueue } from "./components/panel/panel-queue.js";
import { AnsweredQuestions } from "./components/questions/past-questions.js";
import { Plan } from "./components/plan.js";
import { Promises } from "./components/panel/promises.js";
import { SoundSwitch } from "./components/sound-switch.js";
import { Speaker } from "./components/questions/speaker.js";
import { useSession } from "./context.js";
import { isOver } from "./look.js";
import { mount } from "./page.js";
import { panelInvitation } from "./words.js";

function Panel() {
  const { view, me } = useSession();
  const over = isOver(view.value);
  return html`<div class="column column--wide">
    <${Head}>${me.value.name ?? "Panel"}<//>
    <${Banner} />
    <${Now} />
    <div class="pair">
      <div class="pair__main">
        <p class="what">${panelInvitation(view.value)}</p>
        <${Later} />
        <${Consent} />
        <${OnAirControls} />
        <${CallLink} />
        <${PanelQueue} />
        <div class="folds">
          <${Promises} key="mine" title="Yours to answer in writing" mine=${true} open=${over} />
          <${Promises} key="others" title="Promised by others" mine=${false} open=${over} />
          <${AnsweredQuestions} key="answered" /><${Airtime} key="airtime" /><${Plan} key="plan" /><${AboutRecording} key="recording" /><${StoredOfMe} key="stored" />
        </div>
      </div>
      <div class="pair__side">
        <${Announcements} />
        <${Notes} />
        ${!over && html`<${SoundSwitch} />`}
      </div>
    </div>
    <${Speaker} />
  </div>`;
}

mount(Panel);
