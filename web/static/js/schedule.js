/** The times of the evening as they are and as they will be, from a view and the time now. Pure. */
import { phasesOf } from "./look.js";

const MINUTE = 60_000;

/**
 * Every phase in order with `from` and `to` (UTC ms, undefined while nobody knows), `shifted` (it begins at another minute than was planned)
 * and `left_out` (it is over and never ran). While a phase is paused or over time, what comes after it moves on with `now`.
 */
export function schedule(view, now) {
  let clock = beginning(view, now);
  return phasesOf(view).map((phase) => {
    const times = timesOf(phase, clock, now);
    if (phase.status !== "done") clock = times.to;
    return { ...phase, ...times, shifted: isShifted(phase, times.from) };
  });
}

/** Before the start the plan counts, but never a moment that has passed. */
function beginning(view, now) {
  const { starts_at, status } = view.session;
  return status === "lobby" && starts_at !== undefined ? Math.max(starts_at, now) : starts_at;
}

function timesOf(phase, clock, now) {
  if (phase.status === "done") return { from: phase.starts_at, to: phase.ended_at, left_out: phase.starts_at === undefined };
  if (phase.status === "paused") return { from: phase.starts_at, to: now + (phase.remaining ?? 0) };
  if (phase.status === "running") return { from: phase.starts_at, to: Math.max(phase.ends_at ?? now, now) };
  if (clock === undefined) return { from: undefined, to: undefined };
  return { from: clock, to: phase.ends_at === undefined ? clock + phase.duration : Math.max(clock, phase.ends_at) };
}

function isShifted(phase, from) {
  return from !== undefined && phase.planned_starts_at !== undefined && Math.abs(from - phase.planned_starts_at) >= MINUTE;
}

/** How long a phase lasted or is to last (ms). */
export const lengthOf = (phase) => (phase.status === "done" && phase.to !== undefined ? phase.to - phase.from : phase.duration);
