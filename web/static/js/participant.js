/** The page of a participant, and of who speaks for a room. */
import { html } from "htm/preact";
import { Announcements } from "./components/announcements.js";
import { Banner } from "./components/banner.js";
import { CallLink } from "./components/call-link.js";
import { Countdown } from "./components/countdown.js";
import { Drafts } from "./components/drafts.js";
import { MyRoom } from "./components/my-room.js";
import { OnAir } from "./components/on-air.js";
import { PageHead } from "./components/page-head.js";
import { PastQuestions } from "./components/past-questions.js";
import { PhaseLine } from "./components/phase-line.js";
import { QuestionList } from "./components/question-list.js";
import { RepresentativeDesk } from "./components/representative-desk.js";
import { Speaker } from "./components/speaker.js";
import { useSession } from "./context.js";
import { isOpen, isOver, questionsOf, worksInRooms } from "./look.js";
import { mount } from "./page.js";
import { count, invitation } from "./words.js";

function Participant() {
  const { view, me } = useSession();
  const working = worksInRooms(view.value); // afterwards the questions come first
  return html`<div class="column">
    <${PageHead}>${me.value.name}<//>
    <${Banner} />
    <${Countdown}><p class="now__what">${invitation(view.value.session)}</p><//>
    <${PhaseLine} />
    <${Later} />
    <${Announcements} />
    <${CallLink} />
    <${OnAir} />
    ${working && html`<${MyRoom} key="room" />`}
    ${me.value.speaks_as ? html`<${RepresentativeDesk} />` : html`<${Drafts} title="Drafts of your room" />`}
    <${Submitted} />
    ${!working && html`<${MyRoom} key="room" />`}
    <${PastQuestions} />
    <${Speaker} />
  </div>`;
}

/** All submitted questions that still wait, with what can be done about them now. */
function Submitted() {
  const { view, me } = useSession();
  const all = questionsOf(view.value).filter((q) => q.status === "open");
  if (isOver(view.value) || view.value.session.status === "lobby") return null;
  const voting = isOpen(view.value, "voting");
  const votes = all.filter((q) => me.value.votes?.[q.id]).length;
  const everywhere = voting && view.value.session.voting_scope === "all";
  const handed = view.value.session.handed_over_at !== undefined;
  return html`<${QuestionList} questions=${all}
    title=${everywhere && !handed ? "Questions from all rooms" : handed ? "Waiting for the panel" : "Submitted so far"}
    hint=${all.length ? `${count(all.length, "question")}${everywhere ? `, you support ${votes}` : ""}${voting && !everywhere ? ". You can support those of your own room now, the others later." : "."}` : ""}
    empty=${everywhere || isOpen(view.value, "answering") ? "No question is waiting." : ""} />`;
}

function Later() {
  const { id, view } = useSession();
  if (!isOver(view.value)) return null;
  return html`<p class="later"><a class="button button--wide" href=${`/watch/${encodeURIComponent(id)}`}>All questions and the recordings</a></p>`;
}

mount(Participant);
