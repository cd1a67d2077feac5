/** The page of the experts: what is on air, what comes, and "answered". */
import { html } from "htm/preact";
import { Banner } from "./components/banner.js";
import { CallLink } from "./components/call-link.js";
import { Countdown } from "./components/countdown.js";
import { OnAirControls } from "./components/on-air-controls.js";
import { PageHead } from "./components/page-head.js";
import { PastQuestions } from "./components/past-questions.js";
import { PhaseLine } from "./components/phase-line.js";
import { QuestionList } from "./components/question-list.js";
import { Speaker } from "./components/speaker.js";
import { useSession } from "./context.js";
import { questionsOf } from "./look.js";
import { noneWaiting } from "./words.js";
import { mount } from "./page.js";

function Panel() {
  const { view, me } = useSession();
  const open = questionsOf(view.value).filter((q) => q.status === "open");
  return html`<div class="column">
    <${PageHead}>${me.value.name ?? "Panel"}<//>
    <${Banner} />
    <${Countdown} />
    <${PhaseLine} />
    <${CallLink} />
    <${OnAirControls} />
    <${QuestionList} questions=${open} title="Questions" empty=${noneWaiting(view.value)} />
    <${PastQuestions} />
    <${Speaker} />
  </div>`;
}

mount(Panel);
