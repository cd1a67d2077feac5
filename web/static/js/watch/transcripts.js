/** What was said, as text: the cues of a transcript. `cuesIn` and `spoken` are pure. Times in seconds. */
import { fold, termsOf } from "./search.js";

/** The cues of our own WebVTT (a time line, then text): [{seconds, text}]. */
export function cuesIn(vtt) {
  const cues = [];
  for (const block of vtt.split(/\n{2,}/)) {
    const lines = block.split("\n");
    const at = lines.findIndex((line) => line.includes("-->"));
    const [, hours = "0", minutes, seconds] = /^(?:(\d+):)?(\d\d):(\d\d\.\d{3}) -->/.exec(lines[at] ?? "") ?? [];
    if (minutes === undefined) continue;
    const text = lines.slice(at + 1).join(" ").replace(/<[^>]*>/g, "").replace(/&(amp|lt|gt|nbsp|lrm|rlm);/g, (_, name) => NAMED[name]);
    cues.push({ seconds: Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds), text });
  }
  return cues;
}

const NAMED = { amp: "&", lt: "<", gt: ">", nbsp: " ", lrm: "", rlm: "" };

/** The cues in which every word stands. Cues carry `words`, folded. */
export function spoken(cues, words) {
  const terms = termsOf(words);
  return terms.length ? cues.filter((cue) => terms.every((term) => cue.words.includes(term))) : [];
}

/** All transcripts of all recordings, as they come: [{recording, seconds, text, words}]. One that does not come is left out. */
export async function transcripts(session, recordings) {
  const wanted = [...recordings.values()].flatMap((recording) => (recording.captions ?? []).map((captions) => ({ recording, captions })));
  const read = await Promise.all(wanted.map(async ({ recording, captions }) => {
    const path = `/api/sessions/${session}/recordings/${recording.id}/captions/${captions.captions_id}.vtt`;
    const answer = await fetch(path).catch(() => undefined);
    const cues = answer?.ok ? cuesIn(await answer.text()) : [];
    return cues.map((cue) => ({ ...cue, recording, words: fold(cue.text) }));
  }));
  return read.flat();
}
