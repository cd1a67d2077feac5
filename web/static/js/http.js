/** A request beside the socket, with the page's own ticket. Always resolves, as `send` does: {ok: true, …} or {ok: false, code, message}. */

const TIMEOUT_MS = 30_000; // a file may be large and a line slow

/** `path` below /api/sessions/{id}; `body` as it is sent, `type` its kind. `plain`: the answer is no JSON, and comes as `text`. */
export async function request({ id, ticket }, path, { method = "GET", body, type, plain = false } = {}) {
  try {
    const response = await fetch(`/api/sessions/${encodeURIComponent(id)}${path}`, {
      method, body, headers: { Authorization: `Bearer ${ticket}`, ...(type && { "Content-Type": type }) },
      credentials: "omit", cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { ...(await answerOf(response, plain)), ok: response.ok };
  } catch {
    return { ok: false, code: "client.unreachable" };
  }
}

/** A refusal is always JSON. */
async function answerOf(response, plain) {
  if (response.status === 204) return {};
  return plain && response.ok ? { text: await response.text() } : response.json();
}
