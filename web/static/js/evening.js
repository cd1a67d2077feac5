/** An evening that is being planned: its parts as shares of a line, and the clock times they lead to. Pure. */
import { formatDuration, formatWall } from "./clock.js";

const KINDS = [["breakout", "rooms"], ["break", "break"], ["panel", "panel"]];

/** [{kind, name, from, share, after}]: `from` and `share` in percent, `after` in milliseconds from the start. */
export function partsOf(minutes) {
  const lengths = minutes.map((each) => Math.max(0, Number(each) || 0));
  const whole = lengths.reduce((sum, each) => sum + each, 0) || 1;
  let before = 0;
  return KINDS.map(([kind, name], i) => {
    const part = { kind, name, from: (before / whole) * 100, share: (lengths[i] / whole) * 100, after: before * 60_000, length: lengths[i] * 60_000 };
    before += lengths[i];
    return part;
  });
}

/** "17:00 rooms, 17:45 break, 18:00 panel, 19:00 end", or without a start "Rooms 45 min, break 15 min, panel 1 h. Together 2 h.". */
export function spoken(parts, startsAt, zone, locale) {
  const last = parts.at(-1);
  const whole = last.after + last.length;
  if (startsAt === undefined) {
    const told = parts.map(({ name, length }) => `${name} ${formatDuration(length)}`).join(", ");
    return `${told[0].toUpperCase()}${told.slice(1)}. Together ${formatDuration(whole)}.`;
  }
  return [...parts, { name: "end", after: whole }].map(({ name, after }) => `${formatWall(startsAt + after, zone, locale)} ${name}`).join(", ");
}
