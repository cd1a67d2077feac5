/** Time that stands still until a test moves it: Date, timers, and the frames that Preact waits for. */

export const NOW = Date.UTC(2026, 11, 2, 17, 10); // ten minutes into the rooms of evening.mjs

const timers = new Map(); // id -> {at, every, call}
const frames = [];
let now = NOW;
let ids = 0;

const timer = (call, wait = 0, every = undefined) => {
  ids += 1;
  timers.set(ids, { at: now + wait, every, call });
  return ids;
};

/** What Preact and a browser do "with the next frame" is done by `settle`. */
export const frame = (work) => { frames.push(work); };

Date.now = () => now;
Object.assign(globalThis, {
  setTimeout: (call, wait, ...args) => timer(() => call(...args), wait),
  setInterval: (call, wait, ...args) => timer(() => call(...args), wait, wait),
  clearTimeout: (id) => { timers.delete(id); },
  clearInterval: (id) => { timers.delete(id); },
  requestAnimationFrame: frame,
});

/** Until nothing is left to draw and no promise is left to follow. */
export async function settle() {
  do {
    for (const work of frames.splice(0)) work();
    await new Promise(setImmediate);
  } while (frames.length);
}

/** Let `ms` go by: what is due happens in its order, at its instant. */
export async function pass(ms) {
  await settle();
  const until = now + ms;
  for (let due = firstDue(until); due; due = firstDue(until)) {
    const [id, { at, every, call }] = due;
    now = Math.max(now, at);
    if (every) timers.set(id, { at: at + every, every, call });
    else timers.delete(id);
    call();
    await settle();
  }
  now = until;
}

const firstDue = (until) => [...timers].filter(([, { at }]) => at <= until).sort(([, a], [, b]) => a.at - b.at)[0];

/** A new test begins: the same instant, no timer set. */
export function rewind() {
  timers.clear();
  now = NOW;
}
