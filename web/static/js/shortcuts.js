/**
 * Single keys of the host's and the moderator's page. An element says itself which key presses it (`data-shortcut`); places are links to panels.
 * They can be switched off (WCAG 2.1.4) and never act in a field, in a dialog, or together with Ctrl, Alt or Meta.
 */

/** [key, what it does], as the sheet shows it. */
export const KEYS = [
  ["?", "show this list"],
  ["n", "start, next part, or finish (asks first)"],
  ["p", "pause, resume"],
  ["+", "five minutes more"],
  ["-", "one minute less"],
  ["h", "take the oldest call for help"],
  ["c", "call the next question"],
  ["a", "answered"],
  ["f", "follow-up: a little longer, or once more"],
  ["s", "skip the question for now"],
  ["u", "undo the last answered or promised"],
  ["o", "hand over to the panel (asks first)"],
  ["m", "write a message to everybody"],
  ["b", "write a note backstage"],
  ["g", "go to the list of what is needed"],
  ["r", "go to the rooms"],
  ["q", "go to the questions"],
  ["l", "go to the links"],
];

/** The same for the moderator's page. */
export const REVIEW_KEYS = [
  ["?", "show this list"],
  ["a", "approve"],
  ["r", "reject (asks why)"],
  ["e", "edit"],
  ["m", "merge into another one"],
  ["u", "undo what you did last"],
  ["j", "look at the next one (or →)"],
  ["k", "look at the previous one (or ←)"],
];

const SAME = { "=": "+", ArrowRight: "j", ArrowLeft: "k" };
const PLACES = { g: "needs", r: "rooms", q: "queue", l: "links", m: "announce", b: "notes" };
const FIELDS = "input, textarea, select, [contenteditable], dialog[open]";

/** What a key press means on a page with these keys: {press: selector} | {go: id} | undefined. Pure. */
export function meaning({ key, ctrlKey, altKey, metaKey, repeat, target }, keys = KEYS) {
  if (ctrlKey || altKey || metaKey || repeat || target?.closest?.(FIELDS)) return undefined;
  const known = SAME[key] ?? (key.length === 1 ? key.toLowerCase() : undefined);
  if (!keys.some(([name]) => name === known)) return undefined;
  return keys === KEYS && PLACES[known] ? { go: PLACES[known] } : { press: `[data-shortcut="${known}"]` };
}

/** Do it. Returns whether there was something to do. */
export function act(what, page = document) {
  if (what.press) {
    const button = [...page.querySelectorAll(what.press)].find((one) => one.checkVisibility?.() ?? true);
    if (!button) return false;
    button.focus();
    button.click();
    return true;
  }
  const place = page.getElementById(what.go);
  if (!place) return false;
  for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const field = ["announce", "notes"].includes(what.go) && place.querySelector("textarea");
  const target = field || place;
  if (!field) target.tabIndex = -1;
  target.focus();
  place.scrollIntoView({ block: "start" });
  return true;
}
