/** From the form of the start page to POST /api/sessions. `request` is pure; `createSession` sends it. */

const TEMPLATE = "45-15-60";
const PHASES = [["breakout", "In the rooms"], ["break", "Break"], ["panel", "Panel"]];

/** One theme per line; empty lines do not count. */
export const themesOf = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

/** The body of the request. What was left empty is left out. */
export function request({ title, lines, calls, prompts = {}, minutes, starts }) {
  const link = (name) => (calls[name] ?? "").trim();
  const prompt = (i) => (prompts[i] ?? "").trim();
  const plan = minutes.join("-") === TEMPLATE
    ? { template: TEMPLATE }
    : { agenda: PHASES.map(([kind, name], i) => ({ kind, title: name, minutes: Number(minutes[i]) })) };
  return {
    title: title.trim(),
    ...plan,
    rooms: lines.map((theme, i) => ({ theme, ...(prompt(i) ? { prompt: prompt(i) } : {}), ...(link(i) ? { call_url: link(i) } : {}) })),
    ...(link("plenary") ? { plenary_call_url: link("plenary") } : {}),
    ...(starts ? { starts_at: new Date(starts).getTime() } : {}),
    ...zone(),
  };
}

/** {ok: true, …answer} or {ok: false, code, message}. Never rejects. */
export async function createSession(form) {
  const headers = { "Content-Type": "application/json", ...(form.key ? { Authorization: `Bearer ${form.key}` } : {}) };
  try {
    const response = await fetch("/api/sessions", { method: "POST", headers, body: JSON.stringify(request(form)) });
    return { ...(await response.json()), ok: response.ok };
  } catch {
    return { ok: false, code: "client.unreachable" };
  }
}

/** The zone of this browser, where it knows one. */
function zone() {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return timeZone && !timeZone.includes("Unknown") ? { timezone: timeZone } : {};
}
