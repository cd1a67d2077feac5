/** Questions that say nearly the same as a text. A help while writing: where it fails or the line is away, there is none. */

const TIMEOUT_MS = 5000;
let newest; // the request whose answer still counts

/** [{question_id, percent}] of what this person may see, best first; [] on any failure and for every request but the newest. */
export async function similar({ id, ticket, connection }, text, questionId) {
  newest?.abort();
  newest = undefined;
  if (!["live", "polling"].includes(connection.value)) return [];
  const mine = new AbortController();
  newest = mine;
  const late = setTimeout(() => mine.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(`/api/sessions/${encodeURIComponent(id)}/similar`, {
      method: "POST", body: JSON.stringify({ text, ...(questionId && { question_id: questionId }) }), signal: mine.signal,
      headers: { Authorization: `Bearer ${ticket}`, "Content-Type": "application/json" }, credentials: "omit", cache: "no-store",
    });
    const body = response.ok ? await response.json() : {};
    return newest === mine ? body.similar ?? [] : [];
  } catch {
    return [];
  } finally {
    clearTimeout(late);
  }
}
