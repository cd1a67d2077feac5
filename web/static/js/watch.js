/** From a question to its second. The page reads, and its links open the recordings, without this. */
import { asked, linkToSecond } from "./watch/address.js";
import { chapters } from "./watch/chapters.js";
import { button, element } from "./watch/element.js";
import { movingOn } from "./watch/line.js";
import { asking, marking, placesIn } from "./watch/log.js";
import { currentPlace, wallAt } from "./watch/moments.js";
import { createPlayer } from "./watch/player.js";
import { copied } from "./watch/share.js";
import { formatWall, onReadersClock } from "./watch/times.js";
import { toolsOf } from "./watch/tools.js";

const byId = (id) => document.getElementById(id);
const told = JSON.parse(byId("watched").textContent);
const recordings = new Map(Object.entries(told.recordings).map(([id, recording]) => [id, { id, ...recording }]));
const framed = [...recordings.values()].some((recording) => recording.frame);
const { frame } = framed ? await import("./watch/frame.js") : {};
const list = byId("questions");
const mark = list ? marking(list) : () => {};
const moveLine = byId("line") ? movingOn(byId("line")) : () => {};
const fillChapters = byId("chapters") ? chapters(byId("chapters")) : () => {};
let places = list ? placesIn(list, recordings) : [];
const stage = byId("stage");
const player = stage && createPlayer(stage, { session: told.session_id, recordings, frame, onMove: follow });

onReadersClock();
if (player) {
  const copy = button("button--plain player__copy", "Copy link", copySecond);
  copy.append(element("span", { className: "player__what" }, " to this second"));
  stage.querySelector(".player__where").append(copy);
  stage.addEventListener("loaded", () => fillChapters(player.present, places));
}
fillChapters(player?.present, places);
document.addEventListener("click", onClick);
addEventListener("hashchange", () => toQuestion(asked(location.href).number));
begin();
if (list) {
  byId("filter").hidden = false;
  byId("filter").addEventListener("focusin", search, { once: true });
  if (byId("filter").elements.words.value) search(); // a browser fills a form again when somebody comes back
  toolsOf({ told, list, player, relocate });
}
setTimeout(async () => (await import("./watch/news.js")).watchForNews(told), 60_000);

/** Mark what is heard now, and move the line. Nothing scrolls. */
function follow(recording, seconds) {
  const at = wallAt(recording.pieces, seconds);
  moveLine(at);
  byId("wall").textContent = at === undefined ? "" : formatWall(at);
  mark(currentPlace(asking(places), recording.id, seconds)?.item.id);
}

/** A press on what can be heard here is heard here; with a modifier key, and for the rest, the link opens. */
function onClick(event) {
  const link = event.target.closest("a");
  if (!player || !link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const { recording, offset = 0, recordingId = recording } = link.dataset;
  const wanted = recordings.get(recordingId);
  if (wanted?.media || wanted?.frame) {
    event.preventDefault();
    player.cue(wanted, Number(offset) / 1000);
    player.play();
  } else if (link.hash && link.hash === location.hash) {
    toQuestion(asked(link.href).number); // the address does not change, so nobody else tells us
  }
}

/** Stand where a question was asked. What plays goes on from there; what is silent stays silent. */
function toQuestion(number) {
  const here = places.filter((place) => place.item.id === number && (recordings.get(place.recording)?.media || recordings.get(place.recording)?.frame));
  const place = here.find((each) => each.recording === player?.present.id) ?? here[0];
  if (place && player) player.cue(recordings.get(place.recording), place.offset);
}

function begin() {
  const { number, seconds } = asked(location.href);
  if (!player) return;
  if (seconds !== undefined) player.cue(player.present, seconds); // the server chose the recording
  else if (number) toQuestion(number);
}

function copySecond({ currentTarget }) {
  const { present, seconds = 0 } = player;
  copied(currentTarget, linkToSecond(location.href, present.id, seconds));
}

async function search() {
  const { searchable } = await import("./watch/searching.js");
  searchable({ form: byId("filter"), list, found: byId("found"), said: byId("said"), told, recordings });
}

/** The seconds have been corrected: all that stands on the page goes by the new ones. */
function relocate(corrected) {
  for (const [id, recording] of Object.entries(corrected.recordings)) Object.assign(recordings.get(id) ?? {}, { pieces: [], anchors: [] }, recording);
  places = placesIn(list, recordings);
  fillChapters(player?.present, places);
  if (player?.seconds !== undefined) follow(player.present, player.seconds);
}
