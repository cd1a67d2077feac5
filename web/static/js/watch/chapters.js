/** The chapters: every question that was called, with its words, and where the present recording has it. */
import { offsetWords } from "./address.js";
import { element } from "./element.js";

/** A function of the present recording and all places. */
export function chapters(list) {
  const links = [...list.querySelectorAll("a[data-number]")];
  for (const link of links) {
    const words = document.getElementById(link.dataset.number)?.querySelector(".log__text")?.textContent ?? "";
    link.append(element("span", { className: "chapters__at" }), element("span", { className: "chapters__words", dir: "auto" }, words.slice(0, 200)));
  }
  list.dataset.full = "";
  return (recording, places) => {
    const here = new Map(places.filter((place) => place.recording === recording?.id).map((place) => [place.item.id, place.offset]));
    for (const link of links) {
      const offset = here.get(link.dataset.number);
      link.querySelector(".chapters__at").textContent = offset === undefined ? "" : offsetWords(offset);
    }
  };
}
