/** The player of the page: one recording at a time, in the browser's own player or in that of another site. */
import { tape } from "./tape.js";

/** `frame`: how recordings of other sites are shown. `onMove(recording, seconds)` is told where the player stands. */
export function createPlayer(place, { session, recordings, frame, onMove }) {
  const trouble = document.getElementById("trouble");
  const name = document.getElementById("playing");
  let present = recordings.get(place.dataset.recordingId);
  let deck = loaded(document.getElementById("player"));

  function loaded(standing) {
    const recording = present;
    const told = {
      onMove: (seconds) => onMove(recording, seconds),
      onTrouble: (failed) => { trouble.hidden = !failed; },
    };
    return recording.media ? tape(session, recording, standing, told) : frame(recording, standing, told);
  }

  function load(recording) {
    if (recording === present) return;
    const old = deck;
    present = recording;
    place.dataset.recordingId = recording.id;
    place.dataset.media = document.getElementById("watch").dataset.media = recording.media ?? "asks";
    trouble.hidden = true;
    trouble.querySelector("a").href = recording.url;
    deck = loaded();
    old.leave();
    old.element.replaceWith(deck.element);
    name.textContent = recording.name;
    for (const link of document.querySelectorAll("a[data-recording-id]")) {
      if (link.dataset.recordingId === recording.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    place.dispatchEvent(new Event("loaded")); // another recording is in the player
  }

  return {
    place,
    /** Stand at a second of a recording, silent. */
    cue(recording, seconds) {
      load(recording);
      deck.cue(seconds);
    },
    play: () => deck.play(),
    get present() { return present; },
    get element() { return deck.element; },
    get seconds() { return deck.seconds; },
  };
}
