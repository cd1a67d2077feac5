/** The question log: where each question can be heard, and which one is heard now. */
import { secondsAt } from "./moments.js";

/** Every place of the log where a question can be heard: {link, item, recording, offset, until?}. */
export function placesIn(list, recordings) {
  return [...list.querySelectorAll("a[data-recording]")].map((link) => {
    const item = link.closest("li");
    const { recording } = link.dataset;
    const offset = Number(link.dataset.offset) / 1000;
    const ended = item.dataset.until && secondsAt(recordings.get(recording)?.pieces, Number(item.dataset.until));
    return { link, item, recording, offset, until: ended > offset ? ended : undefined };
  });
}

/** The places at which somebody asks: a question that is part of another is heard with it. */
export const asking = (places) => places.filter(({ item }) => item.dataset.part === undefined);

/** Mark one question wherever the page names it. */
export function marking(list) {
  let marked = "";
  return (number = "") => {
    if (number === marked) return;
    marked = number;
    for (const each of [...list.children, ...document.querySelectorAll("[data-number]")]) {
      if ((each.dataset.number ?? each.id) === number && number) each.setAttribute("aria-current", "true");
      else each.removeAttribute("aria-current");
    }
  };
}
