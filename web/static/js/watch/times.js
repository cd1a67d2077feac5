/** Times as the reader's clock shows them, and the name of that clock. */
import { ownZone, placeOf } from "../zone.js";

const wall = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: "full" }); // years later, the year matters

/** "18:45", on 24 hours everywhere. */
export const formatWall = (at) => wall.format(at);

export function onReadersClock(page = document) {
  for (const time of page.querySelectorAll("[data-at]")) {
    time.textContent = (time.dataset.show === "day" ? day : wall).format(Number(time.dataset.at));
  }
  const zone = ownZone();
  for (const name of page.querySelectorAll("[data-zone]")) {
    name.textContent = zone === "UTC" ? zone : `${placeOf(zone)} time`;
  }
}
