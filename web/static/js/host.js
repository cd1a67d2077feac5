/** The host's console: what happens, what is needed, and first the part of the work that the phase is about. */
import { html } from "htm/preact";
import { Downloads } from "./components/after/downloads.js";
import { KeepOrForget } from "./components/after/keep-or-forget.js";
import { Reopen } from "./components/after/reopen.js";
import { AnnounceBox } from "./components/host/announce-box.js";
import { Banner } from "./components/banner.js";
import { Control } from "./components/host/control.js";
import { DetailsPanel } from "./components/host/details-panel.js";
import { Hands } from "./components/host/hands.js";
import { Head } from "./components/head.js";
import { HostCalls } from "./components/calls/host-calls.js";
import { Keyboard } from "./components/keyboard.js";
import { LinksPanel } from "./components/host/links-panel.js";
import { Needs } from "./components/host/needs.js";
import { Notes } from "./components/notes.js";
import { Now } from "./components/now.js";
import { PeopleCount } from "./components/host/people-count.js";
import { QueuePanel } from "./components/host/queue-panel.js";
import { RecordingsPanel } from "./components/recordings/recordings-panel.js";
import { RoomsPanel } from "./components/host/rooms-panel.js";
import { SoundSwitch } from "./components/sound-switch.js";
import { Speaker } from "./components/questions/speaker.js";
import { useSession } from "./context.js";
import { focusOf, isOver } from "./look.js";
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
    <div class="console__now" id="now"><${Now} line=${Control}><${Hands} /><${Reopen} /><//></div>
    <div class="console__main"><${Needs} key="needs" />${main.map((name) => panels[name])}</div>
    <div class="console__side">
      <${HostCalls} key="calls" />
      <${AnnounceBox} key="announce" />
      <${Downloads} key="downloads" />
      ${ORDER.filter((name) => !main.includes(name)).map((name) => panels[name])}
      <${Notes} key="notes" />
      <${DetailsPanel} key="details" />
      ${!isOver(view.value) && html`<${SoundSwitch} key="sound" />`}
      <${KeepOrForget} key="keep" />
    </div>
    <${Speaker} />
  </div>`;
}

mount(Host);
