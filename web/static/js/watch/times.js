/** Times as the reader's clock shows them, and the name of that clock. */
import { formatWall } from "../clock.js";
import { ownZone, placeOf } from "../zone.js";

const formatDate = (at) => new Intl.DateTimeFormat(undefined, { dateStyle: "full" }).format(at); // years later, the year matters

export function onReadersClock(page = document) {
  for (const time of page.querySelectorAll("[data-at]")) {
    const at = Number(time.dataset.at);
    time.textContent = time.dataset.show === "day" ? formatDate(at) : formatWall(at);
  }
  const zone = ownZone();
  for (const name of page.querySelectorAll("[data-zone]")) {
    name.textContent = zone === "UTC" ? zone : `${placeOf(zone)} time`;
  }
}
