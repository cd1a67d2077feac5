/** From a question to its second. The page reads, and its links open the recordings, without this. */
import { formatWall } from "./clock.js";
import { asked } from "./watch/address.js";
import { movingOn } from "./watch/line.js";
import { placesIn, searchable } from "./watch/log.js";
import { currentPlace, wallAt } from "./watch/moments.js";
import { createPlayer, recordingsIn } from "./watch/player.js";
import { onReadersClock } from "./watch/times.js";

const byId = (id) => document.getElementById(id);
const recordings = recordingsIn(document);
const list = byId("questions");
const places = list ? placesIn(list, recordings) : [];
const stage = byId("stage");
const line = byId("line");
const moveLine = line ? movingOn(line) : () => {};
const player = stage && createPlayer(stage, recordings, { name: byId("playing"), trouble: byId("trouble") }, follow);

onReadersClock();
const filter = byId("filter");
if (filter) searchable(filter, list, byId("found"));
document.addEventListener("click", onClick);
addEventListener("hashchange", () => toQuestion(asked(location.href).number));
begin();

/** Mark what is heard now, and move the line. Nothing scrolls. */
function follow(recording, seconds) {
  const at = wallAt(recording, seconds);
  moveLine(at);
  byId("wall").textContent = at === undefined ? "" : formatWall(at);
  mark(currentPlace(places, recording.id, seconds)?.item);
}

function mark(item) {
  for (const each of document.querySelectorAll("[data-number]")) {
    const present = item !== undefined && each.dataset.number === item.dataset.number;
    if (present) each.setAttribute("aria-current", "true");
    else each.removeAttribute("aria-current");
  }
}

/** A press on what can be heard here is heard here; with a modifier key, and for the rest, the link opens. */
function onClick(event) {
  const link = event.target.closest("a");
  if (!player || !link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const place = places.find((each) => each.link === link);
  const recording = recordings.get(place?.recording ?? link.dataset.recordingId);
  if (recording) {
    event.preventDefault();
    player.cue(recording, place?.offset ?? 0);
    player.play();
  } else if (link.hash && link.hash === location.hash) {
    toQuestion(asked(link.href).number); // the address does not change, so nobody else tells us
  }
}

/** Stand where a question was asked. What plays goes on from there; what is silent stays silent. */
function toQuestion(number) {
  const place = places.find((each) => each.item.dataset.number === number && recordings.has(each.recording));
  if (place && player) player.cue(recordings.get(place.recording), place.offset);
}

function begin() {
  const { number, seconds } = asked(location.href);
  if (!player) return;
  if (seconds !== undefined) player.cue(player.present, seconds);
  else if (number) toQuestion(number);
}
