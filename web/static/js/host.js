/** The host's console: what happens, what is needed, and first the part of the work that the phase is about. */
import { html } from "htm/preact";
import { AnnounceBox } from "./components/announce-box.js";
import { Banner } from "./components/banner.js";
import { Control } from "./components/control.js";
import { DetailsPanel } from "./components/details-panel.js";
import { Hands } from "./components/hands.js";
import { Head } from "./components/head.js";
import { HostCalls } from "./components/host-calls.js";
import { Keyboard } from "./components/keyboard.js";
import { LinksPanel } from "./components/links-panel.js";
import { Needs } from "./components/needs.js";
import { Notes } from "./components/notes.js";
import { Now } from "./components/now.js";
import { PeopleCount } from "./components/people-count.js";
import { QueuePanel } from "./components/queue-panel.js";
import { RecordingsPanel } from "./components/recordings-panel.js";
import { RoomsPanel } from "./components/rooms-panel.js";
import { SoundSwitch } from "./components/sound-switch.js";
import { Speaker } from "./components/speaker.js";
import { useSession } from "./context.js";
import { focusOf } from "./look.js";
import { mount } from "./page.js";

const ORDER = ["links", "rooms", "queue", "recordings"];
const BESIDE = { links: ["rooms"], rooms: ["queue"], queue: ["rooms"], recordings: ["queue"] }; // what stands under the focus

function Host({ bootstrap }) {
  const { view } = useSession();
  const focus = focusOf(view.value);
  const panels = {
    links: html`<${LinksPanel} key="links" links=${bootstrap.links} />`,
    rooms: html`<${RoomsPanel} key="rooms" />`,
    queue: html`<${QueuePanel} key="queue" />`,
    recordings: html`<${RecordingsPanel} key="recordings" />`,
  };
  const main = [focus, ...BESIDE[focus]];
  return html`<div class="console">
    <${Head}><${PeopleCount} /> <${Keyboard} /><//>
    <${Banner} />
    <div class="console__now" id="now"><${Now} line=${Control}><${Hands} /><//></div>
    <div class="console__main"><${Needs} key="needs" />${main.map((name) => panels[name])}</div>
    <div class="console__side">
      <${HostCalls} key="calls" />
      <${AnnounceBox} key="announce" />
      ${ORDER.filter((name) => !main.includes(name)).map((name) => panels[name])}
      <${Notes} key="notes" />
      <${DetailsPanel} key="details" />
      <${SoundSwitch} key="sound" />
    </div>
    <${Speaker} />
  </div>`;
}

mount(Host);
