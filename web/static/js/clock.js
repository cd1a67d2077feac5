/** Time without ticks on the wire: ends are absolute, each browser counts down by itself. Pure. */

const SAMPLES = 8; // the server tells its time every 10 s, so this is the last 80 s
const JUMP_MS = 5000; // further back than any slow message: somebody set this computer's clock

export const NO_CLOCK = Object.freeze({ samples: Object.freeze([]), offset: 0 });

/** Learn from one message. A message is only ever late, so the largest difference is the truest. */
export function learn(clock, serverNow, localNow) {
  const sample = serverNow - localNow;
  const jumped = clock.samples.length > 0 && sample < clock.offset - JUMP_MS;
  const samples = jumped ? [sample] : [...clock.samples, sample].slice(-SAMPLES);
  return { samples, offset: Math.max(...samples) };
}

/** The server's time at the local instant. */
export const serverTime = (clock, localNow) => localNow + clock.offset;

/** Milliseconds left in a phase; negative in overtime, 0 when it is over. */
export function remaining(phase, now) {
  if (phase.status === "planned") return phase.duration;
  if (phase.status === "paused") return phase.remaining ?? 0;
  if (phase.status !== "running" || phase.ends_at === undefined) return 0;
  return phase.ends_at - Math.max(now, phase.starts_at ?? now); // our clock may be some ms behind the start
}

/** How much of a phase is behind us, 0 to 1. */
export function progress(phase, now) {
  if (phase.status === "done") return 1;
  if (phase.status === "planned") return 0;
  const left = Math.max(0, remaining(phase, now));
  const whole = wholeLength(phase);
  return whole > 0 ? Math.min(1, Math.max(0, 1 - left / whole)) : 1;
}

function wholeLength(phase) {
  const running = phase.status === "running" && phase.starts_at !== undefined && phase.ends_at !== undefined;
  return running ? phase.ends_at - phase.starts_at : phase.duration;
}

/** "12:05", "1:45:00" from 100 minutes on, "-0:20" in overtime. A second shows until it is over. */
export function formatClock(ms) {
  const seconds = Math.ceil(ms / 1000);
  const whole = Math.abs(seconds);
  const two = (n) => String(n).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  const text = minutes < 100
    ? `${minutes}:${two(whole % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
  return seconds < 0 ? `-${text}` : text;
}

/** A span in words, to the minute: "45 min", "1 h 05 min", "30 s". */
export function formatDuration(ms) {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest ? `${Math.floor(minutes / 60)} h ${String(rest).padStart(2, "0")} min` : `${minutes / 60} h`;
}

/** How long ago: "just now", "3 min ago", "2 h ago", "4 days ago". */
export function formatAgo(at, now) {
  const minutes = Math.floor((now - at) / 60000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ago`;
  const days = Math.floor(hours / 24);
  return days === 1 ? "yesterday" : `${days} days ago`;
}

/** The wall clock at an instant where this person is: "18:45", on 24 hours everywhere, as on invitation and stage. */
export function formatWall(at, zone, locale) {
  return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone }).format(at);
}

/** "20 November". */
export const formatDate = (at, zone, locale) => new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", timeZone: zone }).format(at);

/** "Friday 20 November, 18:45". */
export function formatDay(at, zone, locale) {
  const style = { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" };
  return new Intl.DateTimeFormat(locale, { ...style, timeZone: zone }).format(at);
}

/** "quiet" until five minutes before the end, then "soon", "last" in the last minute, "over" after it. */
export function urgency(phase, now) {
  if (phase.status !== "running" || phase.ends_at === undefined) return "quiet";
  const left = phase.ends_at - now;
  if (left < 0) return "over";
  if (left <= 60_000) return "last";
  return left <= 300_000 ? "soon" : "quiet";
}
