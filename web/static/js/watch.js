/** The log reads without this. It adds a filter, and shows times as the reader's clock does. */
import { formatWall } from "./clock.js";

const formatDate = (at) => new Intl.DateTimeFormat(undefined, { dateStyle: "full" }).format(at); // years later, the year matters

for (const time of document.querySelectorAll("time[data-at]")) {
  const at = Number(time.dataset.at);
  time.textContent = time.dataset.show === "day" ? formatDate(at) : formatWall(at);
}

const filter = document.getElementById("filter");
if (filter) {
  const items = [...document.querySelectorAll("[data-question]")];
  const found = document.getElementById("found");
  const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const look = () => {
    const { words, room, status } = Object.fromEntries(new FormData(filter));
    let n = 0;
    for (const item of items) {
      const fits = fold(item.textContent).includes(fold(words.trim()))
        && (!room || item.dataset.room === room) && (!status || item.dataset.status === status);
      item.hidden = !fits;
      n += fits ? 1 : 0;
    }
    found.textContent = n === items.length ? "" : `${n} of ${items.length} questions`;
  };
  filter.hidden = false;
  filter.addEventListener("input", look);
  filter.addEventListener("submit", (event) => event.preventDefault());
}
