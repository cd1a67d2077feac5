/** Which seconds somebody watched, told at most once a minute. The first part is pure. Ranges are [[from, to], …] in ms. */

const LEAST = 1000; // less is a press on the way to somewhere else
const MINUTE = 60_000;

/** Ranges in order, those that touch made one, those too short left out. */
export function merged(ranges) {
  const whole = [];
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = whole.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else whole.push([from, to]);
  }
  return whole.filter(([from, to]) => to - from >= LEAST);
}

/** What of `ranges` is not in `told`; both merged. */
export const without = (ranges, told) => told.reduce((left, [from, to]) => left.flatMap(([begin, end]) => (
  [[begin, Math.min(end, from)], [Math.max(begin, to), end]].filter(([one, other]) => one < other)
)), ranges);

/** What a player played, by its own account (TimeRanges, in seconds). */
export const playedBy = ({ played }) =>
  Array.from({ length: played.length }, (_, n) => [Math.round(played.start(n) * 1000), Math.round(played.end(n) * 1000)]);

/** `say(recording, ranges, leaving)` tells the server what is new, and resolves to {ok}; `now` in ms. */
export function teller(say, now = Date.now) {
  const played = new Map();
  const told = new Map();
  let toldAt = -Infinity;
  async function tellOf(recording, leaving) {
    const before = told.get(recording) ?? [];
    const fresh = merged(without(played.get(recording), before));
    if (!fresh.length) return;
    toldAt = now();
    told.set(recording, merged([...before, ...fresh]));
    if (!(await say(recording, fresh, leaving)).ok) told.set(recording, before); // the next time, then
  }
  return {
    note: (recording, ranges) => played.set(recording, merged([...(played.get(recording) ?? []), ...ranges])),
    tell({ leaving = false } = {}) {
      if (leaving || now() - toldAt >= MINUTE) [...played.keys()].forEach((recording) => tellOf(recording, leaving));
    },
  };
}

/** Listen to the player of the page. What another site plays is not known, and not counted. */
export function countWatching(player, say) {
  const { note, tell } = teller(say);
  let element;
  let recording;
  const noted = () => { if (element?.played?.length) note(recording, playedBy(element)); };
  const paused = () => { noted(); tell(); };
  const left = () => { noted(); tell({ leaving: true }); };
  function listen() {
    noted(); // of the player before
    element = player.element;
    recording = player.present.id;
    element.addEventListener("pause", paused);
  }
  listen();
  player.place.addEventListener("loaded", listen);
  addEventListener("pagehide", left);
  document.addEventListener("visibilitychange", () => { if (document.hidden) left(); });
}
