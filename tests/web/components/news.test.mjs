import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "../harness/dom.mjs";
import { ANA, draft, evening, MINUTE, question } from "../harness/evening.mjs";
import { show } from "../harness/show.mjs";
import { NOW, pass } from "../harness/time.mjs";

const { Banner } = await load("components/banner.js");
const { SoundSwitch } = await load("components/sound-switch.js");
const { Speaker } = await load("components/questions/speaker.js");
const { chime } = await load("chime.js");
const END = NOW + 35 * MINUTE; // of the rooms

describe("how the line is", () => {
  const banner = (known) => show(Banner, {}, { connection: "connecting", ...known });
  const LOST = "Connection lost. What you see may be old. Trying again…";

  test("is not mentioned while all is well, nor for a short gap", async () => {
    const page = await banner();
    await page.change({ connection: "live" });
    await pass(5000);
    await page.change({ connection: "lost" });
    await pass(1100);
    assert.equal(page.text, "");
    await page.change({ connection: "live" });
    await pass(100);
    assert.equal(page.text, "", "and so it need not be told that it is well again");
  });
  test("is told when it is lost, and when it is well again, for a moment", async () => {
    const page = await banner({ connection: "live" });
    await page.change({ connection: "lost" });
    await pass(1200);
    assert.equal(page.the("status").textContent, LOST);
    await page.change({ connection: "live" });
    await pass(0);
    assert.equal(page.text, "Connected again. Everything is up to date.");
    await pass(4000);
    assert.equal(page.text, "");
  });
  test("is told to be well again also when the page polled meanwhile, shortly or long", async () => {
    for (const polled of [100, 60_000]) {
      const page = await banner({ connection: "live" });
      await page.change({ connection: "lost" });
      await pass(1200);
      await page.change({ connection: "polling" });
      await pass(polled);
      await page.change({ connection: "live" });
      await pass(0);
      assert.equal(page.text, "Connected again. Everything is up to date.", `${polled} ms`);
    }
  });
  test("is told when a first connection takes long, and when the page only polls", async () => {
    const page = await banner();
    await pass(1200);
    assert.equal(page.text, "Connecting…");
    await page.change({ connection: "polling" });
    await pass(1200);
    assert.match(page.text, /updates every two seconds/);
  });
  test("is told to be the server's restart, where it is", async () => {
    const page = await banner({ connection: "live" });
    await page.change({ connection: "lost", notice: { code: "server.draining" } });
    await pass(1200);
    assert.match(page.text, /The server is restarting\./);
  });
  test("is over at once for who is not wanted any more, with a way to go", async () => {
    const page = await banner({ refused: { code: "auth.bad_ticket" } });
    assert.match(page.text, /Your link does not work any more\. Open your link again/);
    assert.equal(page.the("link").getAttribute("href"), "/");
  });
  test("does not send away who opened too many devices", async () => {
    const page = await banner({ refused: { code: "auth.replaced" } });
    assert.deepEqual([/more devices/.test(page.text), page.names("link")], [true, []]);
  });
  test("tells the host that a clock moved", async () => {
    assert.equal((await banner({ connection: "live", notice: { code: "server.clock_moved", message: "The clock moved by 3 s." } })).text, "The clock moved by 3 s.");
  });
  test("tells the host that nothing can be saved, and for a moment that it can again", async () => {
    const page = await banner({ connection: "live", notice: { code: "server.store_away", message: "Nothing can be saved." } });
    await pass(10_000);
    assert.equal(page.text, "Nothing can be saved.");
    await page.change({ notice: { code: "server.store_back", message: "Saving works again." } });
    assert.equal(page.text, "Saving works again.");
    await pass(4000);
    assert.equal(page.text, "");
  });
  test("tells the host that the store lost something", async () => {
    assert.equal((await banner({ connection: "live", notice: { code: "server.log_cut", message: "The store lost the last changes." } })).text, "The store lost the last changes.");
  });
});

describe("a screen reader is told", () => {
  const speaker = (view) => show(Speaker, {}, { view, me: ANA });
  const said = (page) => [...page.root.querySelectorAll("p")].map((each) => each.textContent);

  test("politely, which part it is, and when it pauses and ends", async () => {
    const page = await speaker(evening("rooms"));
    assert.equal(page.root.querySelector("div").getAttribute("aria-live"), "polite");
    assert.equal(said(page).join(""), "Rooms.");
    const { phases } = evening("rooms");
    await page.change({ view: evening("rooms", { phases: { ...phases, p1: { ...phases.p1, status: "paused" } } }) });
    assert.equal(said(page)[0], "Rooms, paused.");
    await page.change({ view: evening("over") });
    assert.equal(said(page)[0], "The session is over.");
  });
  test("at five minutes, at one, and at the end", async () => {
    const page = await speaker(evening("rooms"));
    const told = [];
    for (const left of [6, 5, 1, -1]) {
      await page.clock(END - left * MINUTE);
      told.push(said(page)[1]);
    }
    assert.deepEqual(told, ["", "Less than five minutes left.", "Last minute.", "The time is over."]);
  });
  test("what is on air", async () => {
    const page = await speaker(evening("panel", { questions: { q1: question("A-1", "Why?", { status: "on_air" }) } }));
    assert.equal(said(page)[2], "On air: A-1 Why?");
  });
  test("how many questions there are, once after a burst", async () => {
    const page = await speaker(evening("rooms"));
    const told = [];
    for (const n of [1, 2, 3]) {
      await page.change({ view: evening("rooms", { questions: Object.fromEntries(Array.from({ length: n }, (_, i) => [`q${i}`, question(`A-${i}`, "Why?")])) }) });
      await pass(1000);
      told.push(said(page)[3]);
    }
    await pass(2000);
    assert.deepEqual([...told, said(page)[3]], ["", "", "", "3 questions submitted."]);
  });
  test("nothing of votes, of drafts, and of each second", async () => {
    const page = await speaker(evening("break", { questions: { q1: question("A-1", "Why?") } }));
    await pass(3000);
    let changes = 0;
    const watcher = new document.defaultView.MutationObserver(() => { changes += 1; });
    watcher.observe(page.root, { subtree: true, childList: true, characterData: true });
    await page.change({ view: evening("break", { questions: { q1: question("A-1", "Why?", { score: 9 }), q2: draft("How?") } }) });
    await page.clock(NOW + 1000);
    await pass(3000);
    watcher.disconnect();
    assert.equal(changes, 0);
  });
});

/** A browser's loudspeaker that notes what it plays. It sounds only after a touch, as browsers want it. */
const played = [];
const still = { setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} };
const node = (more) => ({ connect: (to) => to, ...more });
globalThis.AudioContext = class {
  state = "suspended";
  currentTime = 0;
  destination = node();
  async resume() { this.state = "running"; }
};
globalThis.OscillatorNode = class { constructor(_, { frequency }) { Object.assign(this, node({ start: () => played.push(frequency), stop() {} })); } };
globalThis.GainNode = class { constructor() { Object.assign(this, node({ gain: still })); } };

describe("the sound", () => {
  const NAME = "Sound at 5 minutes and at 1 minute";
  const sound = async (kept, view = evening("rooms")) => {
    const page = await show(SoundSwitch, {}, { view, kept });
    played.length = 0;
    return page;
  };

  test("is silent before the page was touched", () => assert.equal(chime("soon"), 0));
  test("is off until it is switched on; then it plays once, to be known", async () => {
    const page = await sound();
    await page.clock(END - MINUTE);
    assert.deepEqual(played, []);
    await page.press(NAME, "checkbox");
    assert.deepEqual(played, [523]);
  });
  test("comes once at five minutes, twice at one, and falls at the end", async () => {
    const page = await sound({ sound: true });
    const tones = [];
    for (const at of [END - 5 * MINUTE, END - 4 * MINUTE, END - MINUTE, END - MINUTE / 2, END + 1]) {
      await page.clock(at);
      tones.push(played.splice(0).join());
    }
    assert.deepEqual(tones, ["523", "", "523,659", "", "659,523"]);
  });
  test("does not come for a part that begins, nor for what was so when the page opened", async () => {
    const { phases } = evening("rooms");
    const page = await sound({ sound: true }, evening("rooms", { phases: { ...phases, p1: { ...phases.p1, ends_at: NOW + MINUTE } } }));
    await page.change({ view: evening("break", { phases: { ...evening("break").phases, p2: { ...phases.p2, status: "running", ends_at: NOW + 1000 } } }) });
    assert.deepEqual(played, []);
  });
  test("is remembered over a reload, and comes back with the first touch", async (t) => {
    const page = await sound();
    await page.press(NAME, "checkbox");
    await page.reload();
    assert.equal(page.the("checkbox").checked, true);
    const resume = t.mock.method(AudioContext.prototype, "resume");
    for (const _ of [1, 2]) document.body.dispatchEvent(new Event("pointerdown", { bubbles: true }));
    assert.equal(resume.mock.callCount(), 1);
  });
  test("knows no tone for quiet times", () => assert.equal(chime("quiet"), 0));
});
