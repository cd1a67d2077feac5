/** What the address asks for: `#C-2` is a question, `?t=754` (or `12m34s`, `1:02:03`) a second of the recording. Pure. */

/** {number?, seconds?} */
export function asked(href) {
  const { hash, searchParams } = new URL(href);
  const seconds = secondsOf(searchParams.get("t") ?? "");
  const number = numberOf(hash.slice(1));
  return { ...(number ? { number } : {}), ...(seconds === undefined ? {} : { seconds }) };
}

/** Seconds of "754", "754s", "12m34s", "1h02m", "12:34", "1:02:03"; undefined where it is none of these. */
export function secondsOf(text) {
  if (/^\d{1,5}(:[0-5]\d){1,2}$/.test(text)) return text.split(":").reduce((whole, each) => whole * 60 + Number(each), 0);
  const found = /^(?:(\d{1,3})h)?(?:(\d{1,5})m)?(?:(\d{1,6}(?:\.\d{1,3})?)s?)?$/.exec(text);
  if (!found || text === "") return undefined;
  const [hours, minutes, seconds] = found.slice(1).map((each) => Number(each ?? 0));
  return hours * 3600 + minutes * 60 + seconds;
}

/** Numbers as they are spoken: the letters of a room and a count. */
const numberOf = (text) => (/^[A-Za-z]{1,3}-\d{1,5}$/.test(text) ? text.toUpperCase() : undefined);
