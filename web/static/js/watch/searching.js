/** The search: over the questions at once, over what was said as soon as the transcripts have come. */
import { offsetWords } from "./address.js";
import { element } from "./element.js";
import { fold, foundWords, inOrder, termsOf, wanted } from "./search.js";
import { spoken, transcripts } from "./transcripts.js";

const AT_ONCE = 12; // boxes that a phone opens or closes within a frame; the others follow, from top to bottom, frame by frame
const SOON_MS = 40; // the questions are answered within the frame, what was said right after it
const SHOWN = 12; // hits in what was said; with more, another word helps more than a longer list

export function searchable({ form, list, found, said, told, recordings }) {
  const rooms = Object.keys(told.rooms);
  const items = [...list.children].map((row, place) => ({
    element: row,
    place,
    room: row.dataset.room,
    roomPlace: rooms.indexOf(row.dataset.room),
    status: row.dataset.status,
    words: fold([...row.querySelectorAll(".log__number, .log__text, .log__room, .log__answer")].map((each) => each.textContent).join(" ")),
  }));
  let cues = [];
  let later;
  let next;
  const byRow = new Map(items.map((item) => [item.element, item]));
  const look = () => {
    const wish = Object.fromEntries(new FormData(form));
    const fitting = new Set(items.filter(wanted(wish)));
    found.textContent = foundWords(fitting.size, items.length);
    cancelAnimationFrame(next);
    change([...list.children].map((row) => byRow.get(row)).filter((item) => item.element.hidden === fitting.has(item)));
    clearTimeout(later);
    if (cues.length) later = setTimeout(() => heard(said, spoken(cues, wish.words), wish.words), SOON_MS);
  };
  function change(items) {
    for (const { element: row } of items.slice(0, AT_ONCE)) row.hidden = !row.hidden;
    if (items.length > AT_ONCE) next = requestAnimationFrame(() => change(items.slice(AT_ONCE)));
  }
  const arrange = () => list.append(...inOrder(items, form.elements.by.value).map((item) => item.element));
  form.elements.by.addEventListener("change", arrange);
  form.addEventListener("input", look);
  form.addEventListener("submit", (event) => event.preventDefault());
  look();
  if (form.elements.by.value !== "air") arrange();
  transcripts(told.session_id, recordings).then((all) => {
    cues = all;
    look();
  });
}

/** The hits in what was said: each opens the recording at its second. */
function heard(place, hits, words) {
  place.hidden = !termsOf(words).length || !hits.length;
  if (place.hidden) return;
  const more = hits.length - SHOWN;
  place.replaceChildren(
    element("h3", {}, `In what was said: ${hits.length === 1 ? "1 moment" : `${hits.length} moments`}`),
    element("ol", { className: "said__list" }, ...hits.slice(0, SHOWN).map(hit)),
    ...(more > 0 ? [element("p", { className: "hint" }, `And ${more} more: another word makes it fewer.`)] : []),
  );
}

function hit({ recording, seconds, text }) {
  const href = recording.media || recording.frame ? `?t=${Math.floor(seconds)}&r=${recording.id}` : recording.url;
  const link = element("a", { className: "log__place", href, rel: "noopener noreferrer", data: { recording: recording.id, offset: seconds * 1000 } }, offsetWords(seconds));
  return element("li", { className: "said__one" }, link, element("span", { className: "said__text", dir: "auto" }, text), element("span", { className: "hint" }, recording.name));
}
