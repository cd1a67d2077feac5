/** A recording in the browser's own player. */
import { element } from "./element.js";

/** `standing`: the player that the page came with. `onMove(seconds)` whenever it stands elsewhere, `onTrouble(failed)`. */
export function tape(session, recording, standing, { onMove, onTrouble }) {
  const player = standing ?? built(session, recording);
  const moved = () => onMove(player.currentTime);
  const failed = () => onTrouble(player.error !== null);
  for (const event of ["timeupdate", "seeking", "seeked", "loadedmetadata"]) player.addEventListener(event, moved);
  for (const event of ["error", "loadeddata"]) player.addEventListener(event, failed);
  named(player);
  if (standing) failed(); // it may have failed before anybody listened
  return {
    element: player,
    cue(seconds) {
      player.currentTime = seconds;
      moved();
    },
    play() {
      player.play().catch((error) => { // refused by the browser, or overtaken by the next press: its controls show that
        if (error.name !== "NotAllowedError" && error.name !== "AbortError") failed();
      });
    },
    leave: () => player.pause(),
    get seconds() { return player.currentTime; },
    get playing() { return !player.paused; },
  };
}

function built(session, { id, media, url, room_id: room, captions = [] }) {
  const path = `/api/sessions/${session}`;
  const track = (kind, src, srclang, label) => element("track", { kind, src, srclang, label });
  return element(
    media,
    { controls: true, preload: "metadata", src: url, className: "player__media", id: "player", ariaLabel: "The recording" },
    ...(room ? [] : [track("chapters", `${path}/question-log.vtt?recording=${id}`, document.documentElement.lang, "Questions")]),
    ...captions.map(({ captions_id: text, language }) =>
      track("captions", `${path}/recordings/${id}/captions/${text}.vtt`, language, language)),
  );
}

/** "Deutsch" instead of "de", where the browser knows the word. */
function named(player) {
  for (const track of player.querySelectorAll('track[kind="captions"]')) {
    track.label = new Intl.DisplayNames([track.srclang], { type: "language", fallback: "code" }).of(track.srclang);
  }
}
