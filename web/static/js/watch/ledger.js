/** What late viewers say and how much they watch: a ledger of its own on the server. Requests always resolve. */

export function ledger(session) {
  const path = `/api/sessions/${encodeURIComponent(session)}`;
  return {
    /** What is known, or undefined. */
    async read() {
      const answer = await request(`${path}/viewing`);
      return answer.ok ? answer : undefined;
    },
    /** `leaving`: the page may be gone before the answer comes. */
    say: (name, data, { leaving = false } = {}) => post(`${path}/viewing`, name, data, leaving),
    command: (name, data) => post(`${path}/commands`, name, data),
    watch: () => request(`${path}/watch`),
  };
}

const post = (path, name, data, keepalive = false) =>
  request(path, { method: "POST", keepalive, headers: { "Content-Type": "application/json" }, body: JSON.stringify({ name, data }) });

async function request(path, how = {}) {
  try {
    const response = await fetch(path, { cache: "no-store", ...how });
    return { ...(await response.json()), ok: response.ok };
  } catch {
    return { ok: false, message: "The server could not be reached. Try again." };
  }
}
