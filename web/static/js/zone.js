/** A time of day and a zone, and the instant they mean. Pure. */

/** The zone of this browser, where it knows one. */
export function ownZone() {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return timeZone && !timeZone.includes("Unknown") ? timeZone : "UTC";
}

/** All zones by name; the given one is always among them. */
export function zonesWith(zone) {
  const known = Intl.supportedValuesOf?.("timeZone") ?? [];
  return known.includes(zone) ? known : [zone, ...known];
}

/** "2026-12-02T17:00" on the clock of `zone` as UTC milliseconds; undefined where it is no time. */
export function instantOf(local, zone) {
  const asUtc = Date.parse(`${local}Z`);
  if (Number.isNaN(asUtc)) return undefined;
  const guess = asUtc - ahead(asUtc, zone);
  return asUtc - ahead(guess, zone); // once more: the guess may lie on the other side of a change to summer time
}

/** "Brussels, Central European Standard Time". */
export function zoneWords(zone, at) {
  const name = part(at, zone, { timeZoneName: "long" }, "timeZoneName");
  const place = placeOf(zone);
  return name === place ? place : `${place}, ${name}`;
}

/** "Brussels" of "Europe/Brussels". */
export const placeOf = (zone) => zone.split("/").at(-1).replaceAll("_", " ");

/** How far the clocks of a zone are ahead of UTC at an instant, in milliseconds. */
function ahead(at, zone) {
  const style = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" };
  const parts = new Intl.DateTimeFormat("en", { ...style, hourCycle: "h23", timeZone: zone }).formatToParts(at);
  const { year, month, day, hour, minute, second } = Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

function part(at, zone, style, type) {
  return new Intl.DateTimeFormat("en", { ...style, timeZone: zone }).formatToParts(at).find((each) => each.type === type)?.value;
}
