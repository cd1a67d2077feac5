import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { load } from "../harness/dom.mjs";
import { evening, HOST, MINUTE, question } from "../harness/evening.mjs";
import { show } from "../harness/show.mjs";
import { NOW } from "../harness/time.mjs";

const { formatBegan } = await load("recordings.js");
const { Recording } = await load("components/recordings/recording.js");
const { RecordingsPanel } = await load("components/recordings/recordings-panel.js");
const typed = (wall_start, more = {}) => ({ url: "https://video.example.org/b", status: "available", visibility: "public", confidence: "anchored", started_at: wall_start,
  segments: [{ wall_start, media_start: 0 }], pieces: [{ wall_start, media_start: 0 }], ...more });
const recordings = {
  v2: typed(NOW, { room_id: "r2", visibility: "room", expires_at: NOW + 90 * 24 * 60 * MINUTE }),
  v1: typed(NOW - MINUTE, { url: "javascript:alert(1)", duration: 90 * MINUTE, confidence: "derived", provider: "bigbluebutton" }),
};
const panel = (more = {}, at = "over") => show(RecordingsPanel, {}, { view: evening(at, more), me: HOST });
const one = (recording, more = {}) => show(Recording, { recording: { ...recording, id: "v2" } }, { view: evening("over", { recordings: { v2: recording }, ...more }), me: HOST });
const ofB = (words) => `${words}: the recording of room B`;

describe("recordings", () => {
  test("stand by room, the plenary first, with how sure their times are, for whom they are and until when", async () => {
    const { text } = await panel({ recordings });
    const first = `Plenary javascript:alert(1)${formatBegan(NOW - MINUTE)} · 1 h 30 min · within seconds · from BigBlueButtonFor whoever has the link to watch later.`;
    assert.ok(text.replaceAll(/\s+/g, "").includes(first.replaceAll(/\s+/g, "")), text);
    assert.match(text, /Room B · Networks.*beginning as typed, not checked yet · kept until March 2/);
    assert.match(text, /5:10:00|17:10:00/, "to the second");
  });
  test("of a room can be shown to everybody with the link where they stand", async () => {
    const page = await one(recordings.v2);
    const name = "Who may see it: the recording of room B";
    assert.equal(page.the("choice", name).value, "room");
    await page.choose(name, "public");
    assert.deepEqual(page.sent, [["recordings.edit", { recording_id: "v2", visibility: "public" }]]);
    assert.equal((await one(recordings.v1)).has("choice", /Who may see it/), false);
  });
  test("whose address is not safe are no link", async () => {
    assert.deepEqual((await panel({ recordings: { v1: recordings.v1 } })).names("link"), ["Set the seconds while watching"]);
  });
  test("that are expected or failed say so, and that their times are not known, once they are there", async () => {
    assert.match((await one({ status: "expected" })).text, /It appears here by itself\./);
    assert.match((await one({ status: "failed", room_id: "r2" })).text, /It was not recorded, or got lost\./);
    assert.match((await one({ url: "https://v.example.org", status: "available" })).text, /When it began is not known, so no question is found in it\./);
  });
  test("are removed at one press, keep their place, and come back at another", async () => {
    const page = await one(recordings.v2);
    await page.press(ofB("Remove"));
    await page.given({ recording: { ...recordings.v2, id: "v2", status: "removed" } });
    assert.match(page.text, /^Removed: https:\/\/video\.example\.org\/b/);
    await page.press("Bring back https://video.example.org/b");
    assert.deepEqual(page.sent, [["recordings.remove", { recording_id: "v2" }], ["recordings.edit", { recording_id: "v2" }]]);
  });
  test("that are missing are named at the end, and what is in none of them", async () => {
    const questions = { q1: question("A-1", "Why?", { status: "answered", on_air_at: NOW - MINUTE }) };
    assert.match((await panel({ recordings: { v2: recordings.v2 }, questions })).text, /There is no recording of the plenary\. *There is no recording of room A\./);
    assert.match((await panel({ recordings: { v2: typed(NOW) }, questions })).text, /1 question is in no recording: A-1\./);
    assert.doesNotMatch((await panel({ recordings: { v2: recordings.v2 } }, "panel")).text, /There is no recording/);
  });
  test("of the plenary have chapters to take along, once something was asked in them", async () => {
    const questions = { q1: question("A-1", "Why?", { status: "answered", on_air_at: NOW }) };
    const files = async (recording, more) => (await one(recording, more)).all("link").map((link) => link.getAttribute("href")).filter((href) => href.includes("question-log"));
    assert.deepEqual(await files(typed(NOW), { questions }),
      ["vtt", "chapters.json"].map((ending) => `/api/sessions/s1/question-log.${ending}?recording=v2`));
    assert.deepEqual([await files(typed(NOW)), await files(recordings.v2, { questions })], [[], []]);
  });
});

describe("changing a recording", () => {
  test("sends what was changed and nothing else", async () => {
    const page = await one(recordings.v2);
    await page.press(ofB("Change"));
    await page.type("Length", "1:30:00");
    await page.press("Save");
    assert.deepEqual(page.sent, [["recordings.edit", { recording_id: "v2", duration: 90 * MINUTE }]]);
    assert.equal(page.has("button", "Save"), false, "and closes");
  });
  test("can take away its beginning and its end, and give it to the plenary, which has no people of its room", async () => {
    const page = await one(recordings.v2);
    await page.press(ofB("Change"));
    await page.type("Began at", "");
    await page.type("Kept until", "");
    await page.choose("Of", "");
    await page.press("Save");
    assert.deepEqual(page.sent, [["recordings.edit", { recording_id: "v2", room_id: null, started_at: null, visibility: "session", expires_at: null }]]);
  });
  test("shows the beginning as it was typed, whatever the clock was corrected by", async () => {
    const page = await one({ ...recordings.v2, started_at: NOW - 5000, clock: 5000 });
    await page.press(ofB("Change"));
    assert.equal(page.the("field", "Began at").value, "2026-12-02T17:10");
  });
  test("does not ask for a beginning that the seconds tell, nor for a length that pauses cut", async () => {
    const anchored = await one({ ...recordings.v2, anchors: [{ at: NOW, offset: 0 }] });
    await anchored.press(ofB("Change"));
    assert.equal(anchored.has("field", "Began at"), false);
    assert.match(anchored.text, /follows from the seconds that were set/);
    const cut = await one({ ...recordings.v2, segments: [...recordings.v2.segments, ...recordings.v2.segments] });
    await cut.press(ofB("Change"));
    assert.deepEqual([cut.has("field", "Began at"), cut.has("field", "Length")], [false, false]);
  });
  test("refuses an address that is not safe before anything is sent, and sends nothing where nothing changed", async () => {
    const page = await one(recordings.v2);
    await page.press(ofB("Change"));
    await page.type("Address", "http://video.example.org/b");
    await page.press("Save");
    assert.match(page.text, /It must begin with https/);
    await page.type("Address", "video.example.org/b");
    await page.press("Save");
    assert.deepEqual([page.sent, page.has("button", "Save")], [[], false]);
  });
});

describe("pauses", () => {
  test("are typed as times, and sent as what was recorded", async () => {
    const page = await one({ ...recordings.v2, duration: 60 * MINUTE });
    await page.press(ofB("Pauses"));
    await page.type("Paused at, pause 1", "17:20:00");
    await page.type("Went on at, pause 1", "17:25:00");
    await page.press("Save the pauses");
    assert.deepEqual(page.sent, [["recordings.set_segments", { recording_id: "v2", segments: [
      { wall_start: NOW, wall_end: NOW + 10 * MINUTE, media_start: 0 }, { wall_start: NOW + 15 * MINUTE, wall_end: NOW + 65 * MINUTE, media_start: 10 * MINUTE },
    ] }]]);
  });
  test("come back as they were typed, can be more, and can be taken out", async () => {
    const cut = [{ wall_start: NOW, wall_end: NOW + MINUTE, media_start: 0 }, { wall_start: NOW + 2 * MINUTE + 5000, media_start: MINUTE }];
    const page = await one({ ...recordings.v2, segments: cut });
    await page.press(ofB("Pauses"));
    assert.equal(page.the("field", "Went on at, pause 1").value, "17:12:05");
    await page.press("One more pause");
    assert.ok(page.has("field", "Paused at, pause 2"));
    await page.press("Take out pause 1");
    await page.press("Save the pauses");
    assert.deepEqual(page.sent[0][1].segments, [{ wall_start: NOW, wall_end: null, media_start: 0 }]);
  });
  test("that do not follow each other are refused before anything is sent", async () => {
    const page = await one(recordings.v2);
    await page.press(ofB("Pauses"));
    await page.type("Paused at, pause 1", "17:20:00");
    await page.type("Went on at, pause 1", "17:15:00");
    await page.press("Save the pauses");
    assert.match(page.text, /Look at the times\./);
    assert.deepEqual(page.sent, []);
  });
  test("need a beginning that somebody typed", async () => {
    assert.equal((await one({ ...recordings.v2, segments: undefined })).has("button", ofB("Pauses")), false);
    assert.equal((await one({ ...recordings.v2, provider: "bigbluebutton" })).has("button", ofB("Pauses")), false);
  });
});

describe("seconds that were set", () => {
  const anchor = { at: NOW + MINUTE, offset: 50_000 };
  test("say what they moved, and can be dropped and taken back", async () => {
    const page = await one({ ...recordings.v2, anchors: [anchor] });
    assert.match(page.text, /seconds set at 1 place.*17:11 is heard at 0:50, 10 s earlier than its times say\./);
    await page.press("Drop the second of 17:11");
    await page.given({ recording: { ...recordings.v2, id: "v2" } });
    assert.match(page.text, /The second of 17:11 is dropped\./);
    await page.press("Undo");
    assert.deepEqual(page.sent, [["recordings.drop_anchor", { recording_id: "v2", at: anchor.at }], ["recordings.anchor", { recording_id: "v2", ...anchor }]]);
  });
  test("are set on the watch page, where there is something to hear", async () => {
    assert.equal((await one(typed(NOW))).the("link", "Set the seconds while watching").getAttribute("href"), "/watch/s1?r=v2");
    assert.equal((await one({ ...typed(NOW), expires_at: NOW })).has("link", "Set the seconds while watching"), false);
    assert.equal((await one(recordings.v2)).has("link", "Set the seconds while watching"), false, "in a room nothing is asked on air");
  });
});

describe("the recorder's clock", () => {
  test("shifts all recordings of one hand", async () => {
    const page = await panel({ recordings: { v2: { ...recordings.v2, clock: -2000 } } });
    await page.unfold("The recorder’s clock");
    assert.deepEqual([page.the("field", /in seconds$/).value, page.the("choice", "ahead or behind").value], ["2", "behind"]);
    await page.type(/in seconds$/, "1.5");
    await page.choose("ahead or behind", "ahead");
    await page.press("Save the clock");
    assert.deepEqual(page.sent, [["recordings.set_clock", { provider: "manual", offset: 1500 }]]);
  });
  test("is the one by which the next beginning is proposed", async () => {
    const page = await panel({ recordings: { v2: { ...recordings.v2, clock: 5000 } } }, "panel");
    assert.equal(page.the("field", /^Began/).value, "2026-12-02T17:00:05");
  });
  test("is named after its tool where there are several, and not asked for where no time is known", async () => {
    const page = await panel({ recordings: { v2: recordings.v2, v1: { ...recordings.v1, segments: recordings.v2.segments } } });
    assert.deepEqual(page.names("field").filter((name) => name.includes("clock")).sort(), ["The clock by which times were typed was, in seconds", "The clock of BigBlueButton was, in seconds"]);
    assert.equal((await panel({ recordings: { v2: { status: "expected" } } })).has("fold", "The recorder’s clock"), false);
  });
});

describe("files that go over HTTP", () => {
  const captions = [{ captions_id: "cap1", language: "de", source: "host", cues: 412 }];
  const asked = [];
  const answers = [];
  const others = globalThis.fetch;
  before(() => { globalThis.fetch = answer; });
  after(() => { globalThis.fetch = others; });
  const answer = async (path, how) => { asked.push([how.method, path, how.headers["Content-Type"], how.body]); return (answers.shift() ?? (() => said({})))(); };
  const said = (body, status = 200) => new Response(JSON.stringify(body), { status });
  const file = (name) => ({ name });
  async function adding(name) {
    asked.length = 0;
    const page = await one(recordings.v2);
    await page.press(ofB("Add captions"));
    Object.defineProperty(page.the("field", "Captions"), "files", { value: [file(name)] });
    return page;
  }

  test("are captions in a language, sent as they are", async () => {
    const page = await adding("Panel.VTT");
    await page.type("Language", " de ");
    assert.match(page.text, /German/);
    await page.press("Add the captions");
    assert.deepEqual(asked, [["POST", "/api/sessions/s1/recordings/v2/captions?language=de", "text/vtt", file("Panel.VTT")]]);
    assert.equal(page.has("button", "Add the captions"), false);
  });
  test("are captions in a language that is typed as people say it", async () => {
    assert.equal((await adding("panel.vtt")).the("field", "Language").value, "English");
    for (const [name, tag] of [["Deutsch", "de"], ["german", "de"], ["pt-BR", "pt-BR"]]) {
      const page = await adding("panel.vtt");
      await page.type("Language", name);
      await page.press("Add the captions");
      assert.ok(asked[0][1].endsWith(`language=${tag}`), name);
    }
  });
  test("are told apart where two are of one language", async () => {
    const page = await one({ ...recordings.v2, captions: [...captions, { ...captions[0], captions_id: "cap2" }, { ...captions[0], captions_id: "cap3", language: "fr" }] });
    assert.deepEqual(page.names("link").filter((name) => name.startsWith("Captions")), ["Captions in German, 1", "Captions in German, 2", "Captions in French"]);
    assert.equal(page.the("link", "Captions in French").getAttribute("download"), "");
  });
  test("are no captions in another kind of file: refused before anything is sent", async () => {
    const page = await adding("panel.txt");
    await page.press("Add the captions");
    assert.deepEqual(asked, []);
    assert.match(page.text, /ends in \.vtt or \.srt\./);
  });
  test("stay to be sent again when the server refuses them or cannot be reached, with why", async () => {
    const page = await adding("panel.srt");
    answers.push(() => said({ code: "recordings.later", message: "Line 3 is no time." }, 400), () => { throw new Error("gone"); });
    await page.press("Add the captions");
    assert.match(page.text, /Line 3 is no time\./);
    await page.press("Add the captions");
    assert.match(page.text, /cannot be reached/);
  });
  test("are captions that can be kept, and are deleted after asking", async () => {
    const page = await one({ ...recordings.v2, captions });
    assert.match(page.text, /Captions in German *412 lines/);
    assert.equal(page.the("link", "Captions in German").getAttribute("href"), "/api/sessions/s1/recordings/v2/captions/cap1.vtt");
    asked.length = 0;
    await page.confirm("Delete");
    assert.deepEqual(asked.map(([method, path]) => [method, path]), [["DELETE", "/api/sessions/s1/recordings/v2/captions/cap1"]]);
  });
  test("are chapters for YouTube, to be copied, or why there are none", async () => {
    const questions = { q1: question("A-1", "Why?", { status: "answered", on_air_at: NOW }) };
    const page = await one(typed(NOW), { questions });
    answers.push(() => said({ code: "recordings.too_few_chapters" }, 409), () => new Response("0:00 Start\n"));
    await page.press("for a YouTube description");
    assert.match(page.text, /too few questions/);
    await page.press("for a YouTube description");
    assert.equal(page.the("field", "Chapters for a YouTube description").value, "0:00 Start\n");
    assert.ok(page.has("button", "Copy the chapters"));
    await page.press("for a YouTube description");
    assert.equal(page.has("button", "Copy the chapters"), false);
  });
});

describe("linking a recording", () => {
  test("is unfolded at the end, where something is recorded or nobody said that nothing is", async () => {
    const unfolded = async (recording_notice, at) => (await panel({ session: { recording_notice } }, at)).the("fold", "Link a recording").open;
    assert.deepEqual([await unfolded(), await unfolded({ recorded: true }), await unfolded({ recorded: false }), await unfolded(undefined, "panel")], [true, true, false, false]);
  });
  test("proposes when its part began, says so, and sends it", async () => {
    const page = await panel({}, "panel");
    assert.match(page.text, /Proposed: when “Panel” began\./);
    await page.type("Address", " https://video.example.org/a ");
    await page.press("Link");
    assert.deepEqual(page.sent, [["recordings.link", { url: "https://video.example.org/a", started_at: NOW - 10 * MINUTE, visibility: "public" }]]);
  });
  test("of a room proposes the room work", async () => {
    const page = await panel({}, "rooms");
    assert.equal(page.the("field", /^Began/).value, "");
    await page.choose(/^Of/, "r1");
    assert.match(page.text, /Proposed: when “Rooms” began\./);
    await page.type("Address", "https://video.example.org/a");
    await page.press("Link");
    assert.deepEqual(page.sent, [["recordings.link", { url: "https://video.example.org/a", started_at: NOW - 10 * MINUTE, room_id: "r1", visibility: "room" }]]);
  });
  test("takes another beginning, and drops the proposal", async () => {
    const page = await panel({}, "panel");
    await page.type("Address", "https://video.example.org/a");
    await page.type(/^Began/, "2026-12-02T17:03:20");
    assert.doesNotMatch(page.text, /Proposed/);
    await page.press("Link");
    assert.equal(page.sent[0][1].started_at, Date.UTC(2026, 11, 2, 17, 3, 20));
    assert.match(page.text, /Proposed/, "and the form is fresh");
  });
  test("can do without a beginning", async () => {
    const page = await panel({}, "panel");
    await page.type("Address", "https://video.example.org/a");
    await page.type(/^Began/, "");
    await page.press("Link");
    assert.deepEqual(page.sent, [["recordings.link", { url: "https://video.example.org/a", visibility: "public" }]]);
  });
  test("refuses what is no safe address before anything is sent", async () => {
    const page = await panel({}, "panel");
    await page.type("Address", "http://video.example.org/a");
    await page.press("Link");
    assert.deepEqual(page.sent, []);
    assert.match(page.text, /It must begin with https/);
  });
  test("keeps what was typed when it is refused, and over a reload", async () => {
    const page = await panel({}, "panel");
    page.answers.push({ ok: false, code: "recordings.bad_duration" });
    await page.type("Address", "https://video.example.org/a");
    await page.press("Link");
    await page.reload();
    assert.equal(page.the("field", "Address").value, "https://video.example.org/a");
  });
  test("is open at the end while there is none", async () => {
    const open = async (...known) => (await panel(...known)).the("fold", "Link a recording").open;
    assert.deepEqual([await open(), await open({ recordings }), await open({}, "panel")], [true, false, false]);
  });
  test("of a room is for its people, and of the plenary for everybody with the link, unless the host says otherwise", async () => {
    const page = await panel({}, "rooms");
    const chosen = () => page.the("choice", "Who may see it").value;
    assert.equal(chosen(), "public");
    await page.choose("Of", "r1");
    assert.equal(chosen(), "room");
    await page.choose("Who may see it", "public");
    await page.choose("Of", "r2");
    assert.equal(chosen(), "public", "what was chosen stays");
  });
  test("says its length, for whom it is and until when, where that is said", async () => {
    const page = await panel({}, "rooms");
    await page.type("Address", "https://video.example.org/a");
    await page.choose("Of", "r1");
    await page.type("Length", "45");
    await page.choose("Who may see it", "session");
    await page.type("Kept until", "2027-03-01");
    await page.press("Link");
    assert.deepEqual(page.sent, [["recordings.link", { url: "https://video.example.org/a", started_at: NOW - 10 * MINUTE, room_id: "r1", duration: 45 * MINUTE, visibility: "session",
      expires_at: Date.UTC(2027, 2, 1, 23, 59) }]]);
  });
  test("of the plenary is not for the people of its room", async () => {
    assert.deepEqual([...(await panel()).the("choice", "Who may see it").options].map((each) => each.value), ["public", "session"]);
  });
});
