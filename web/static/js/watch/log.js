/** The question log: found by words, room and answer; in the order of the evening or of the rooms. */
import { fits, fold, foundWords, inOrder } from "./search.js";

export function searchable(form, list, found) {
  const items = [...list.children].map((element, place) => ({
    element,
    place,
    roomPlace: Number(element.dataset.roomPlace),
    room: element.dataset.room,
    status: element.dataset.status,
    words: fold([...element.querySelectorAll("[data-words]")].map((each) => each.textContent).join(" ")),
  }));
  const look = () => {
    const wish = Object.fromEntries(new FormData(form));
    const fitting = items.filter((item) => fits(item, wish));
    for (const item of items) item.element.hidden = !fitting.includes(item);
    found.textContent = foundWords(fitting.length, items.length);
  };
  const arrange = () => list.append(...inOrder(items, form.elements.by.value).map((item) => item.element));
  form.elements.by.addEventListener("change", arrange);
  form.hidden = false;
  form.addEventListener("input", look);
  form.addEventListener("submit", (event) => event.preventDefault());
  look(); // a browser fills a form again when somebody comes back
  if (form.elements.by.value !== "air") arrange();
}

/** Every place of the log where a question can be heard: {link, item, recording, offset, until?}. */
export function placesIn(list, recordings) {
  return [...list.querySelectorAll("a[data-recording]")].map((link) => {
    const item = link.closest("li");
    const recording = recordings.get(link.dataset.recording);
    const answered = Number(item.dataset.answeredAt) || undefined;
    const offset = Number(link.dataset.offset) / 1000;
    const until = answered && recording?.startedAt !== undefined ? (answered - recording.startedAt) / 1000 : undefined;
    return { link, item, recording: link.dataset.recording, offset, until: until > offset ? until : undefined };
  });
}
