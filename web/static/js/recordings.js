/** What a host has to know of the recordings, and what can be wrong with them. Pure. */
import { formatDate } from "./clock.js";
import { questionsOf, roomName, roomsOf } from "./look.js";
import { entries } from "./order.js";
import { confidenceWord, count, languageWord, listWords, recordingStatusWords } from "./words.js";

const SOON_MS = 30 * 86_400_000; // a copy takes somebody a while

const byTime = (a, b) => (a.started_at ?? Infinity) - (b.started_at ?? Infinity) || (a.id < b.id ? -1 : 1);

/** All but what was removed, in order of time; what has no time yet stands last. */
export const recordingsOf = (view) => sorted(view).filter((r) => r.status !== "removed");

const sorted = (view) => entries(view.recordings).sort(byTime);

/** [{key, title, recordings}]: the plenary first, then the rooms in their order; only those that have one. What was removed keeps its place. */
export function groupsOf(view) {
  const of = (room_id, title) => ({ key: room_id ?? "plenary", title, recordings: sorted(view).filter((r) => r.room_id === room_id) });
  return [of(undefined, "Plenary"), ...roomsOf(view).map((room) => of(room.id, `Room ${roomName(room)}`))].filter((group) => group.recordings.length);
}

/** "Friday 20 November, 18:45:07": seconds count where questions are found by them. */
export function formatBegan(at, zone, locale) {
  const style = { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZoneName: "short" };
  return new Intl.DateTimeFormat(locale, { ...style, timeZone: zone }).format(at);
}

/** [{captions, name}]: "German"; those of one language have a number besides. */
export function captionsNamed(captions) {
  return captions.map((each, nth) => {
    const same = captions.filter(({ language }) => language === each.language);
    const number = captions.slice(0, nth + 1).filter(({ language }) => language === each.language).length;
    return { ...each, name: same.length > 1 ? `${languageWord(each.language)}, ${number}` : languageWord(each.language) };
  });
}

/** Who may see it where nobody chose: what was said in a room is for its people. A plenary has no people of its room. */
export function audienceOf(visibility, room) {
  if (visibility === undefined) return room ? "room" : "public";
  return visibility === "room" && !room ? "session" : visibility;
}

/** The heading it stands under. */
export const headingOf = ({ room_id }) => `recordings-of-${room_id ?? "plenary"}`;

/** Whose recording it is, in a sentence: "the plenary", "room B". */
export const whose = (view, { room_id }) => (room_id === undefined ? "the plenary" : `room ${letterOf(view.rooms?.[room_id])}`);

const letterOf = (room) => room?.letter ?? room?.theme ?? "";

/** "to the second", "seconds set at 2 places", "as typed, not checked yet". */
export function secondsWords({ anchors = [], pieces = [], provider, confidence }) {
  if (anchors.length) return `seconds set at ${count(anchors.length, "place")}`;
  if (pieces.length && provider === undefined) return "beginning as typed, not checked yet";
  return confidenceWord(pieces.length ? confidence : "unknown");
}

/** Nobody has heard yet whether its seconds are right. */
export const isUnchecked = ({ anchors = [], pieces = [], confidence }) => pieces.length > 0 && !anchors.length && confidence !== "exact";

export const isGone = ({ expires_at }, now) => expires_at !== undefined && expires_at <= now;

/** Where an instant lies: inside, gap, before or after; undefined where no time is known. */
export function fit({ pieces = [] }, at) {
  const last = pieces.filter((piece) => piece.wall_start <= at).at(-1);
  if (!last) return pieces.length ? "before" : undefined;
  if (last.wall_end === undefined || at < last.wall_end) return "inside";
  return last === pieces.at(-1) ? "after" : "gap";
}

/** [{key, text}]: what must not be overlooked of one recording, the worst first. */
export function flagsOf(view, recording, now) {
  return [...available(recording, now), ...placed(view, recording, now), ...paused(view, recording), ...leaving(recording, now)];
}

function available(recording, now) {
  if (isGone(recording, now)) return [{ key: "gone", text: `It was kept until ${formatDate(recording.expires_at)}. Give the address of the copy, if there is one.` }];
  return recording.status === "failed" ? [{ key: "failed", text: recordingStatusWords("failed") }] : [];
}

function leaving(recording, now) {
  const soon = recording.expires_at !== undefined && !isGone(recording, now) && recording.expires_at - now < SOON_MS;
  return soon ? [{ key: "leaving", text: `It is kept until ${formatDate(recording.expires_at)} only. Make a copy, and give its address here.` }] : [];
}

function placed(view, recording, now) {
  const { pieces = [], status } = recording;
  if (!pieces.length) {
    const lost = recording.room_id === undefined ? ", so no question is found in it. Say when, or set one second while watching." : ".";
    return status === "available" ? [{ key: "unplaced", text: `When it began is not known${lost}` }] : [];
  }
  const { started_at, finished_at = now } = view.session;
  const ended = pieces.at(-1).wall_end ?? Infinity;
  const apart = started_at !== undefined && (ended <= started_at || pieces[0].wall_start >= finished_at);
  return apart ? [{ key: "apart", text: "By its times nothing of the evening is in it. Look at when it began." }] : [];
}

function paused(view, recording) {
  if (recording.room_id !== undefined) return [];
  const others = plenariesOf(view).filter((r) => r.id !== recording.id);
  const lost = asked(view).filter((q) => fit(recording, q.on_air_at) === "gap" && !others.some((r) => fit(r, q.on_air_at) === "inside"));
  return lost.length ? [{ key: "paused", text: `${numbers(lost)} ${lost.length === 1 ? "was" : "were"} asked while it was paused.` }] : [];
}

/** Questions that no recording of the plenary has, pauses apart: asked before it began, or after it ended. */
export function unrecorded(view) {
  const placed = plenariesOf(view).filter((r) => r.pieces?.length);
  if (!placed.length) return [];
  return asked(view).filter((q) => !placed.some((r) => ["inside", "gap"].includes(fit(r, q.on_air_at))));
}

/** What nobody has linked yet: {plenary, rooms}. Rooms count once another room has one: many evenings record the plenary only. */
export function missing(view) {
  const all = recordingsOf(view);
  const recorded = view.session.recording_notice?.recorded !== false;
  const rooms = roomsOf(view).filter((room) => !all.some((r) => r.room_id === room.id));
  return { plenary: recorded && plenariesOf(view).length === 0, rooms: recorded ? rooms : [] };
}

/** "A-1 and C-2". */
export const numbers = (questions) => listWords(questions.map((q) => q.number));

const plenariesOf = (view) => recordingsOf(view).filter((r) => r.room_id === undefined);

const asked = (view) => questionsOf(view).filter((q) => q.on_air_at !== undefined && q.number).sort((a, b) => a.on_air_at - b.on_air_at);

/** Questions are asked in it, and it can be listened to: then its seconds can be set by ear. */
export const canBeHeard = ({ room_id, url, status, expires_at }, now) => room_id === undefined && Boolean(url) && status === "available" && !isGone({ expires_at }, now);
