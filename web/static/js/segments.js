/** Pauses and seconds of a recording, as people type and read them. Pure. */
import { formatClock, formatDuration, formatWall } from "./clock.js";
import { fromLocalInput, toLocalInput } from "./local-input.js";
import { questionsOf } from "./look.js";

const DAY_MS = 86_400_000;

/** "17:20:05": the time of an instant where this browser is; "" for none. */
export const timeOf = (at) => toLocalInput(at).slice(11);

/** The first instant after another one at which a clock here shows this time; undefined for no time. */
export function nextAt(time, after) {
  if (!time) return undefined;
  const at = fromLocalInput(`${toLocalInput(after).slice(0, 10)}T${time}`);
  return at > after ? at : at + DAY_MS;
}

/** [{from, to}] as times: when it was paused and when it went on. */
export const pausesOf = (segments) => segments.slice(1).map((segment, n) => ({ from: timeOf(segments[n].wall_end), to: timeOf(segment.wall_start) }));

/** The segments that pauses leave of a recording of this length (ms, undefined: not known), for the wire. What is filled in by half is no pause. */
export function segmentsWith(pauses, [first], duration) {
  let { wall_start, media_start } = first;
  const segments = [];
  for (const { from, to } of pauses.filter((pause) => pause.from && pause.to)) {
    const wall_end = nextAt(from, wall_start);
    segments.push({ wall_start, wall_end, media_start });
    media_start += wall_end - wall_start;
    wall_start = nextAt(to, wall_end);
  }
  const left = duration === undefined ? null : duration - (media_start - first.media_start);
  return [...segments, { wall_start, wall_end: left === null ? null : wall_start + left, media_start }];
}

/** Nobody pauses for half a day: then the times were typed in another order. */
export function followEachOther(segments) {
  const instants = segments.flatMap(({ wall_start, wall_end }) => [wall_start, wall_end]).slice(0, -1);
  return instants.every((at, n) => n === 0 || at - instants[n - 1] < DAY_MS / 2);
}

/** "1:30:00" or "45:10" or "90" (minutes) as ms; undefined for nothing, NaN for what is no length. */
export function lengthOf(text) {
  if (!text.trim()) return undefined;
  if (/^\d{1,4}$/.test(text.trim())) return Number(text) * 60_000;
  if (!/^\d{1,3}(:[0-5]\d){1,2}$/.test(text.trim())) return NaN;
  return text.split(":").reduce((whole, part) => whole * 60 + Number(part), 0) * 1000;
}

/** "1:30:00", as `lengthOf` reads it; "" for none. */
export function lengthText(ms) {
  if (ms === undefined) return "";
  const [seconds, two] = [Math.round(ms / 1000), (n) => String(n).padStart(2, "0")];
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** What was heard: the question that was called at that instant, else the time. */
export function heardAt(view, at) {
  const question = questionsOf(view).find((q) => q.number && Math.abs((q.on_air_at ?? Infinity) - at) < 1000);
  return question?.number ?? formatWall(at);
}

/** "A-1 is heard at 10:00, 10 s earlier than its times say." */
export function anchorWords(view, { at, offset }, recording) {
  const shift = shiftOf({ at, offset }, recording);
  const heard = `${heardAt(view, at)} is heard at ${formatClock(offset)}`;
  if (shift === undefined) return `${heard}; that says when it began.`;
  if (Math.abs(shift) < 500) return `${heard}, as its times say.`;
  return `${heard}, ${formatDuration(Math.abs(shift))} ${shift > 0 ? "earlier" : "later"} than its times say.`;
}

/** How much earlier it is heard than the times of the recording alone say (ms); undefined where it has none. */
function shiftOf({ at, offset }, { segments = [], clock = 0 }) {
  const segment = segments.filter((each) => each.media_start <= offset).at(-1) ?? segments[0];
  return segment && at - (segment.wall_start - clock + offset - segment.media_start);
}
