/** From the form of the start page to POST /api/sessions. All but `createSession` is pure. */
import { typedUrl } from "./safe-url.js";
import { instantOf } from "./zone.js";

const TEMPLATE = "45-15-60";
const PHASES = [["breakout", "In the rooms"], ["break", "Break"], ["panel", "Panel"]];

/** What the form holds before anybody typed. `byTheme`: what belongs to a theme, by its text. */
export const EMPTY = {
  title: "", themes: "", byTheme: {}, common: "", minutes: ["45", "15", "60"], starts: "", zone: "", recorded: "", keeper: "", days: "365", moderated: false, made: false,
};

/** One theme, or question, per line; empty lines do not count. */
export const themesOf = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

/** The draft with other themes. What belongs to a theme follows while its words are changed, and waits where they are taken out. */
export function withThemes(draft, themes) {
  const before = themesOf(draft.themes);
  const after = themesOf(themes);
  const byTheme = { ...draft.byTheme };
  if (before.length === after.length) {
    before.forEach((old, i) => {
      const changed = !after.includes(old) && !before.includes(after[i]);
      if (changed && byTheme[old]) byTheme[after[i]] = byTheme[old];
      if (changed) delete byTheme[old];
    });
  }
  return { ...draft, themes, byTheme };
}

/** The body of the request. What was left empty is left out. */
export function request({ title, themes, byTheme, common, minutes, starts, zone, recorded, keeper, days, moderated, made }) {
  const plan = minutes.join("-") === TEMPLATE
    ? { template: TEMPLATE }
    : { agenda: PHASES.map(([kind, name], i) => ({ kind, title: name, minutes: Number(minutes[i]) })) };
  return {
    title: title.trim(),
    ...plan,
    rooms: themesOf(themes).map((theme) => ({ theme, ...roomOf(byTheme[theme] ?? {}) })),
    ...filled("plenary_call_url", typedUrl(common ?? "")),
    ...(starts ? { starts_at: instantOf(starts, zone) } : {}),
    timezone: zone,
    ...notice(recorded, keeper, days),
    ...(moderated ? { moderation: true } : {}),
    ...(made ? { calls: "bigbluebutton" } : {}),
  };
}

function roomOf({ prompt, call = "", questions = "" }) {
  const prepared = themesOf(questions);
  return { ...filled("prompt", prompt), ...filled("call_url", typedUrl(call)), ...(prepared.length ? { questions: prepared } : {}) };
}

const filled = (name, text = "") => (text.trim() ? { [name]: text.trim() } : {});

function notice(recorded, keeper, days) {
  if (!recorded) return {};
  if (recorded === "no") return { recording_notice: { recorded: false } };
  return { recording_notice: { recorded: true, keeper: keeper.trim(), days: Number(days) } };
}

/** Which fields a refusal names, as the wire does: "rooms.1.call_url: must …; title: must …". [] where it names none. */
export function faultsOf(message = "") {
  return message.split(/; (?=[\w.]+: )/).map((told) => /^([a-z_]+(?:\.\w+)*): (.+)$/.exec(told))
    .filter(Boolean).map(([, field, reason]) => ({ field, reason }));
}

/** {ok: true, …answer} or {ok: false, code, message}. Never rejects. */
export async function createSession(draft, key) {
  const headers = { "Content-Type": "application/json", ...(key ? { Authorization: `Bearer ${key}` } : {}) };
  try {
    const response = await fetch("/api/sessions", { method: "POST", headers, body: JSON.stringify(request(draft)) });
    return { ...(await response.json()), ok: response.ok };
  } catch {
    return { ok: false, code: "client.unreachable" };
  }
}
