/** What the address asks for: `#C-2` is a question, `?t=754` (or `12m34s`, `1:02:03`) a second, `?r=rec2` of which recording. Pure. */

/** {number?, seconds?, recording?} */
export function asked(href) {
  const { hash, searchParams } = new URL(href);
  const seconds = secondsOf(searchParams.get("t") ?? "");
  const number = numberOf(hash.slice(1));
  const recording = searchParams.get("r") ?? undefined;
  return { ...(number && { number }), ...(seconds !== undefined && { seconds }), ...(recording && { recording }) };
}

/** The address of a question: it stays when everything else on the page changes. */
export const linkToQuestion = (href, number) => linkWith(href, "", number);

/** The address of a second of a recording. */
export const linkToSecond = (href, recording, seconds) => linkWith(href, `?t=${Math.floor(seconds)}&r=${recording}`, "");

function linkWith(href, search, hash) {
  const url = new URL(href);
  Object.assign(url, { search, hash });
  return url.href;
}

/** Seconds of "754", "754s", "12m34s", "1h02m", "12:34", "1:02:03"; undefined where it is none of these. */
export function secondsOf(text) {
  if (/^\d{1,5}(:[0-5]\d){1,2}$/.test(text)) return text.split(":").reduce((whole, each) => whole * 60 + Number(each), 0);
  const found = /^(?:(\d{1,3})h)?(?:(\d{1,5})m)?(?:(\d{1,6}(?:\.\d{1,3})?)s?)?$/.exec(text);
  if (!found || text === "") return undefined;
  const [hours, minutes, seconds] = found.slice(1).map((each) => Number(each ?? 0));
  return hours * 3600 + minutes * 60 + seconds;
}

/** "0:40", "12:34", "1:02:03". */
export function offsetWords(seconds) {
  const whole = Math.floor(seconds);
  const two = (n) => String(n).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes}:${two(whole % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

/** Numbers as they are spoken: the letters of a room and a count. */
const numberOf = (text) => (/^[A-Za-z]{1,3}-\d{1,5}$/.test(text) ? text.toUpperCase() : undefined);
