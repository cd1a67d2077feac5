/** Wall clock and media time, and which question is heard when. Pure; instants in UTC ms, media time in seconds.
 *  Pieces are {wall_start, media_start, wall_end?, media_end?} in ms, in order: between them nothing was recorded. */

const NEAR = 0.3; // a player that was told 12.5 may stand at 12.48

/** The instant at which the second `seconds` of a recording was recorded; undefined where that is not known. */
export function wallAt(pieces = [], seconds) {
  const media = seconds * 1000;
  const piece = pieces.findLast((each) => each.media_start <= media + NEAR * 1000);
  if (!piece || media > (piece.media_end ?? Infinity) + NEAR * 1000) return undefined;
  const passed = Math.max(0, media - piece.media_start);
  return piece.wall_start + (piece.media_end === undefined ? passed : passed * pace(piece));
}

/** Where an instant is heard; in a gap where the recording goes on; undefined before and after. */
export function secondsAt(pieces = [], at) {
  const index = pieces.findLastIndex((each) => each.wall_start <= at);
  const piece = pieces[index];
  if (!piece) return undefined;
  if (piece.wall_end !== undefined && at >= piece.wall_end) {
    const next = pieces[index + 1];
    return next && next.media_start / 1000;
  }
  const passed = at - piece.wall_start;
  return (piece.media_start + (piece.media_end === undefined ? passed : passed / pace(piece))) / 1000;
}

/** Wall clock for each ms of media. */
const pace = (piece) => (piece.wall_end - piece.wall_start) / (piece.media_end - piece.media_start);

/** Where an instant lies between two others, in percent; undefined outside. */
export function shareOf(at, from, to) {
  if (at === undefined || !(to > from) || at < from || at > to) return undefined;
  return ((at - from) / (to - from)) * 100;
}

/** The last place of the recording that has begun at `seconds`, unless its question was over by then.
 *  Places are {recording, offset, until?}: offsets in seconds, `until` where the answer ended. */
export function currentPlace(places, recording, seconds) {
  const heard = places.filter((place) => place.recording === recording && place.offset <= seconds + NEAR);
  const last = heard.reduce((latest, place) => (latest && latest.offset >= place.offset ? latest : place), undefined);
  return last && (last.until === undefined || seconds < last.until) ? last : undefined;
}

/** The kind of the phase that ran at an instant; "none" between and outside. */
export const kindAt = (phases, at) => phases.find((phase) => phase.from <= at && at < phase.to)?.kind ?? "none";
