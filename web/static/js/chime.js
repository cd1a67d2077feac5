/** Two soft tones before an end: one at five minutes, two at one. A browser lets a page sound only after it was touched. */

const TONES = { soon: [523], last: [523, 659], over: [659, 523] }; // Hz
const LENGTH_S = 0.35;

let context;

/** Call from a press; without one the browser keeps quiet. */
export function wakeSound() {
  context ??= globalThis.AudioContext && new AudioContext();
  return context?.resume().catch(() => {});
}

/** `urgency` of clock.js; anything else is silent. Returns how many tones were played. */
export function chime(urgency) {
  const tones = TONES[urgency] ?? [];
  if (!context || context.state !== "running") return 0;
  tones.forEach((hertz, nth) => tone(hertz, context.currentTime + nth * LENGTH_S));
  return tones.length;
}

function tone(hertz, at) {
  const source = new OscillatorNode(context, { frequency: hertz });
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.2, at + 0.03);
  volume.gain.exponentialRampToValueAtTime(0.001, at + LENGTH_S);
  source.connect(volume).connect(context.destination);
  source.start(at);
  source.stop(at + LENGTH_S);
}
