/** Wall clock and media time, and which question is heard when. Pure; instants in UTC ms, media time in seconds. */

/** The instant at which the second `seconds` of a recording was recorded; undefined where its beginning is not known. */
export const wallAt = (recording, seconds) =>
  (recording.startedAt === undefined ? undefined : recording.startedAt + seconds * 1000);

/** Where an instant lies between two others, in percent; undefined outside. */
export function shareOf(at, from, to) {
  if (at === undefined || !(to > from) || at < from || at > to) return undefined;
  return ((at - from) / (to - from)) * 100;
}

/** The last place of the recording that has begun at `seconds`, unless its question was over by then.
 *  Places are {recording, offset, until?, question}: offsets in seconds, `until` where the answer ended. */
export function currentPlace(places, recording, seconds) {
  const heard = places.filter((place) => place.recording === recording && place.offset <= seconds + NEAR);
  const last = heard.reduce((latest, place) => (latest && latest.offset > place.offset ? latest : place), undefined);
  return last && (last.until === undefined || seconds < last.until) ? last : undefined;
}

/** The kind of the phase that ran at an instant; "none" between and outside. */
export const kindAt = (phases, at) => phases.find((phase) => phase.from <= at && at < phase.to)?.kind ?? "none";

const NEAR = 0.3; // a player that was told 12.5 may stand at 12.48
