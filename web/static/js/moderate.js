/** The page of a moderator: every question with its place, and better words for it. Nothing else. */
import { html } from "htm/preact";
import { Banner } from "./components/banner.js";
import { Countdown } from "./components/countdown.js";
import { OnAir } from "./components/on-air.js";
import { PageHead } from "./components/page-head.js";
import { PastQuestions } from "./components/past-questions.js";
import { PhaseLine } from "./components/phase-line.js";
import { QuestionList } from "./components/question-list.js";
import { Speaker } from "./components/speaker.js";
import { useSession } from "./context.js";
import { questionsOf } from "./look.js";
import { noneWaiting } from "./words.js";
import { mount } from "./page.js";

function Moderate() {
  const { view, me } = useSession();
  const open = questionsOf(view.value).filter((q) => q.status === "open");
  return html`<div class="column">
    <${PageHead}>${me.value.name ?? "Moderator"}<//>
    <${Banner} />
    <${Countdown} />
    <${PhaseLine} />
    <${OnAir} />
    <${QuestionList} questions=${open} title="Questions" empty=${noneWaiting(view.value)} />
    <${PastQuestions} />
    <${Speaker} />
  </div>`;
}

mount(Moderate);
