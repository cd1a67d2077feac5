/** The player of the page: one recording at a time. Those that play here are links with `data-media`. */

/** The recordings by id: {id, link, url, media, startedAt?}; `media` is "audio" or "video". */
export function recordingsIn(page) {
  return new Map([...page.querySelectorAll("a[data-media]")].map((link) => {
    const { recordingId: id, media, startedAt } = link.dataset;
    return [id, { id, link, media, url: link.href, startedAt: startedAt ? Number(startedAt) : undefined }];
  }));
}

/** `onMove(recording, seconds)` is told where the player stands, whenever that changes. */
export function createPlayer(place, recordings, { name, trouble }, onMove) {
  let element = place.querySelector("audio, video");
  let present = recordings.get(place.dataset.recordingId);

  const moved = () => onMove(present, element.currentTime);
  const failed = () => { trouble.hidden = !element.error; };
  function listen() {
    for (const event of ["timeupdate", "seeking", "seeked", "loadedmetadata"]) element.addEventListener(event, moved);
    element.addEventListener("error", failed);
    element.addEventListener("loadeddata", failed);
  }

  function load(recording) {
    if (recording === present) return;
    const other = document.createElement(recording.media);
    Object.assign(other, { controls: true, preload: "metadata", src: recording.url, className: element.className, id: element.id });
    element.pause();
    element.replaceWith(other);
    element = other;
    present = recording;
    listen();
    for (const { link } of recordings.values()) link.removeAttribute("aria-current");
    recording.link.setAttribute("aria-current", "true");
    name.textContent = recording.link.textContent;
    trouble.hidden = true;
    trouble.querySelector("a").href = recording.url;
    place.dataset.media = recording.media;
  }

  listen();
  failed(); // it may have failed before anybody listened
  return {
    /** Stand at a second of a recording, silent. */
    cue(recording, seconds) {
      load(recording);
      element.currentTime = seconds;
      moved();
    },
    play() {
      element.play().catch((error) => { // refused by the browser, or overtaken by the next press: its controls show that
        if (error.name !== "NotAllowedError" && error.name !== "AbortError") failed();
      });
    },
    get playing() { return !element.paused; },
    get present() { return present; },
  };
}
