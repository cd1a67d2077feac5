/** The projector: where we are, what is asked, how to join. Nothing to press, readable from the back row. */
import { html } from "htm/preact";
import { Announcements } from "./components/announcements.js";
import { Banner } from "./components/banner.js";
import { Now } from "./components/now.js";
import { OnAir } from "./components/on-air.js";
import { StageTime } from "./components/stage-time.js";
import { useSession } from "./context.js";
import { currentPhase, isOver, onAir, upNext } from "./look.js";
import { mount } from "./page.js";
import { useFit } from "./use/fit.js";

function Stage() {
  const { view } = useSession();
  const { title, join_code } = view.value.session;
  const asked = onAir(view.value);
  const phase = currentPhase(view.value);
  const place = useFit(asked?.text, phase?.id, upNext(view.value)?.id, asked?.claimed_by, Object.keys(view.value.announcements ?? {}).length);
  return html`<div class="stage" ref=${place} data-busy=${Boolean(asked)} data-still=${!phase}>
    <h1 class="stage__title">${title}</h1>
    <${Banner} />
    <${Now} named=${true} />
    <${OnAir} time=${StageTime} />
    ${!asked && html`<${Announcements} still=${true} />`}
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
