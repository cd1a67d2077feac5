/** The projector: time, what is on air, how to join. Nothing to press, readable from the back row. */
import { html } from "htm/preact";
import { Announcements } from "./components/announcements.js";
import { Banner } from "./components/banner.js";
import { Countdown } from "./components/countdown.js";
import { OnAir } from "./components/on-air.js";
import { PhaseLine } from "./components/phase-line.js";
import { useSession } from "./context.js";
import { isOver } from "./look.js";
import { mount } from "./page.js";

function Stage() {
  const { view } = useSession();
  const { title, join_code } = view.value.session;
  return html`<div class="stage">
    <h1 class="stage__title">${title}</h1>
    <${Banner} />
    <${Countdown} />
    <${PhaseLine} />
    <${OnAir} />
    <${Announcements} still=${true} />
    ${join_code && !isOver(view.value) && html`<p class="stage__join">Join at ${location.host} with <b class="join-code__code">${join_code}</b></p>`}
  </div>`;
}

mount(Stage);
