/** The page of a participant, and of who speaks for a room: where am I, how long, what do I do now. */
import { html } from "htm/preact";
import { Later } from "./components/after/later.js";
import { StoredOfMe } from "./components/after/stored-of-me.js";
import { Airtime } from "./components/panel/airtime.js";
import { Announcements } from "./components/announcements.js";
import { Banner } from "./components/banner.js";
import { CallLink } from "./components/calls/call-link.js";
import { AboutRecording, Consent } from "./components/room/consent.js";
import { Drafts } from "./components/room/drafts.js";
import { GroupLine } from "./components/room/group-line.js";
import { Head } from "./components/head.js";
import { IAmHere } from "./components/room/i-am-here.js";
import { MyQuestions } from "./components/room/my-questions.js";
import { MyRoom } from "./components/room/my-room.js";
import { Now } from "./components/now.js";
import { OnAir } from "./components/on-air.js";
import { PastQuestions } from "./components/questions/past-questions.js";
import { Plan } from "./components/plan.js";
import { RepresentativeDesk } from "./components/room/representative-desk.js";
import { Reviewing } from "./components/room/reviewing.js";
import { SoundSwitch } from "./components/sound-switch.js";
import { Speaker } from "./components/questions/speaker.js";
import { Submitted } from "./components/room/submitted.js";
import { WrittenAnswers } from "./components/room/written-answers.js";
import { YourTurn } from "./components/room/your-turn.js";
import { useSession } from "./context.js";
import { isOver, turnOf, worksInRooms } from "./look.js";
import { mount } from "./page.js";
import { invitation } from "./words.js";

function Participant() {
  const { view, me } = useSession();
  const working = worksInRooms(view.value); // afterwards the questions come first
  const asking = turnOf(view.value, me.value)?.state === "on"; // then the question on air is theirs, and shown to be read aloud
  const desk = Boolean(me.value.speaks_as); // it has what waits for review as well
  return html`<div class="column">
    <${Head}>${me.value.name}<//>
    <${Banner} />
    <${Now} />
    <div class="what"><p>${invitation(view.value.session, me.value)}</p><${GroupLine} /></div>
    <${Later} />
    <${WrittenAnswers} />
    <${Consent} />
    <${IAmHere} />
    <${YourTurn} />
    <${CallLink} />
    <${Announcements} />
    ${!asking && html`<${OnAir} />`}
    ${working && html`<${MyRoom} key="room" />`}
    ${desk ? html`<${RepresentativeDesk} />` : html`<${Drafts} title="Questions of your room" />`}
    ${!desk && working && html`<${Reviewing} key="review" />`}
    <${Submitted} />
    ${!desk && !working && html`<${Reviewing} key="review" />`}
    <div class="folds">
      <${MyQuestions} />
      <${PastQuestions} />
      ${me.value.speaks_as && !isOver(view.value) && html`<${Airtime} />`}
      ${!working && html`<${MyRoom} key="room" />`}
      <${Plan} />
      <${AboutRecording} />
      <${StoredOfMe} />
    </div>
    ${!isOver(view.value) && html`<${SoundSwitch} />`}
    <${Speaker} />
  </div>`;
}

mount(Participant);
