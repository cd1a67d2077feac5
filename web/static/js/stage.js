/** The projector: where we are, what is asked, how to join. Nothing to press, readable from the back row. */
import { html } from "htm/preact";
import { Announcements } from "./components/announcements.js";
import { Banner } from "./components/banner.js";
import { Now } from "./components/now.js";
import { OnAir } from "./components/on-air.js";
import { useSession } from "./context.js";
import { isOver, onAir } from "./look.js";
import { mount } from "./page.js";

function Stage() {
  const { view } = useSession();
  const { title, join_code } = view.value.session;
  const busy = Boolean(onAir(view.value));
  return html`<div class="stage" data-busy=${busy}>
    <h1 class="stage__title">${title}</h1>
    <${Banner} />
    <${Now} named=${true} />
    <${OnAir} />
    <${Announcements} still=${true} />
    ${join_code && !isOver(view.value) && html`<${JoinHere} code=${join_code} />`}
  </div>`;
}

function JoinHere({ code }) {
  return html`<div class="stage__join">
    <img class="stage__qr" src=${`/join/${code}/qr.svg`} alt="" width="240" height="240" />
    <p>Join at <b>${location.host}</b><br />with <b class="join-code__code">${code}</b></p>
  </div>`;
}

mount(Stage);
