/** A recording in the player of another site. Nothing is loaded from there until somebody says so. */
import { button, element } from "./element.js";
import { offsetWords } from "./address.js";

const agreed = new Set(); // sites, for as long as the page is open

/** As `tape`, but the other site does not tell us where it stands: a seek loads its player anew, at that second. */
export function frame(recording, standing, { onMove }) {
  const place = element("div", { className: "player__media player__ask", id: "player" });
  standing?.replaceWith(place);
  let from = 0;
  function show() {
    const may = agreed.has(recording.site);
    place.toggleAttribute("data-asks", !may);
    place.replaceChildren(...(may ? playing(recording, from) : asking(recording, from, agree)));
    const stage = place.closest("#stage");
    if (stage) stage.dataset.media = may ? "frame" : "asks";
  }
  function agree() {
    agreed.add(recording.site);
    show();
    place.firstChild.focus();
  }
  show();
  return {
    element: place,
    cue(seconds) {
      from = Math.floor(seconds);
      show();
      onMove(from);
    },
    play() {},
    leave: () => place.replaceChildren(),
    seconds: undefined,
    playing: false,
  };
}

function asking({ site, url }, from, agree) {
  const words = `This recording is on ${site}. If its player is loaded, ${site} learns your address on the internet and that you watch this, and may keep it.`;
  return [
    element("p", {}, words),
    element("p", { className: "player__ways" },
      button("", `Load the player from ${site}${from ? `, at ${offsetWords(from)}` : ""}`, agree),
      element("a", { href: url, rel: "noopener noreferrer" }, `Open ${site} instead`)),
  ];
}

function playing({ site, frame: address }, from) {
  const player = element("iframe", { className: "player__frame", title: `The recording on ${site}`, allow: "autoplay; fullscreen; encrypted-media; picture-in-picture", referrerPolicy: "strict-origin-when-cross-origin", tabIndex: 0 });
  player.sandbox.add("allow-scripts", "allow-same-origin", "allow-presentation", "allow-popups");
  player.src = address.replace("{s}", from);
  return [player, element("p", { className: "hint" }, `${site} does not tell this page where it stands: the mark stays with the question you chose.`)];
}
