/** The host's console: what happens, what is next, what is needed. */
import { html } from "htm/preact";
import { AnnounceBox } from "./components/announce-box.js";
import { Banner } from "./components/banner.js";
import { Countdown } from "./components/countdown.js";
import { HostCalls } from "./components/host-calls.js";
import { LinksPanel } from "./components/links-panel.js";
import { Needs } from "./components/needs.js";
import { PageHead } from "./components/page-head.js";
import { PeopleCount } from "./components/people-count.js";
import { PhaseLine } from "./components/phase-line.js";
import { QueuePanel } from "./components/queue-panel.js";
import { RecordingsPanel } from "./components/recordings-panel.js";
import { RoomsPanel } from "./components/rooms-panel.js";
import { Speaker } from "./components/speaker.js";
import { Timeline } from "./components/timeline.js";
import { useSession } from "./context.js";
import { isOver } from "./look.js";
import { mount } from "./page.js";

function Host({ bootstrap }) {
  const { view } = useSession();
  const over = isOver(view.value); // then the recordings are the work
  return html`<div class="console">
    <${PageHead}><${PeopleCount} /><//>
    <${Banner} />
    <div class="console__now"><${Countdown}><${Timeline} /><//><${PhaseLine} /></div>
    <div class="console__main">
      <${Needs} />
      ${over && html`<${RecordingsPanel} key="recordings" />`}
      <${QueuePanel} key="queue" />
    </div>
    <div class="console__side">
      <${LinksPanel} links=${bootstrap.links} />
      <${HostCalls} />
      <${RoomsPanel} />
      <${AnnounceBox} />
      ${!over && html`<${RecordingsPanel} />`}
    </div>
    <${Speaker} />
  </div>`;
}

mount(Host);
