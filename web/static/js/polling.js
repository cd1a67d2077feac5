/** Where websockets are blocked: the same view by GET every two seconds, the same commands by POST. */

const EVERY_MS = 2000;
const TIMEOUT_MS = 8000;
const GONE = new Set([401, 403, 404]);

export class Polling {
  running = false;
  #timer;
  #inFlight = new Set();

  /** `fetch` and the timers are the browser's unless given. */
  constructor({ session_id, ticket, outbox, onSnapshot, onState, onRefused, fetch = (...args) => globalThis.fetch(...args) }) {
    this.base = `/api/sessions/${encodeURIComponent(session_id)}`;
    this.headers = { Authorization: `Bearer ${ticket}`, "Content-Type": "application/json" };
    Object.assign(this, { outbox, onSnapshot, onState, onRefused, fetch });
  }

  start() {
    if (this.running) return;
    this.running = true;
    this.#round();
  }

  stop() {
    this.running = false;
    clearTimeout(this.#timer);
  }

  async #round() {
    clearTimeout(this.#timer);
    await this.look();
    clearTimeout(this.#timer); // a look begun by a command may have set it meanwhile
    if (!this.running) return;
    this.#timer = setTimeout(() => this.#round(), EVERY_MS);
  }

  /** One look at the view; what waits is posted once the server answers. */
  async look() {
    try {
      const response = await this.#call("");
      const body = await response.json();
      if (!this.running) return;
      if (GONE.has(response.status) && body.code) return this.onRefused(body);
      if (!response.ok) return this.onState(false);
      this.onSnapshot(body);
      this.onState(true);
      this.outbox.resend((command) => this.post(command));
    } catch {
      if (this.running) this.onState(false);
    }
  }

  async post({ name, data, command_id }) {
    if (this.#inFlight.has(command_id)) return;
    this.#inFlight.add(command_id);
    const { command_id: _, ...rest } = data;
    try {
      const response = await this.#call("/commands", { method: "POST", body: JSON.stringify({ name, data: rest, command_id }) });
      if (response.status === 502 || response.status === 503 || response.status === 504) return; // stays in the outbox
      const body = await response.json();
      this.outbox.settle(command_id, { ...body, ok: response.ok });
      if (this.running && response.ok) this.#round(); // show at once what it changed
    } catch {
      // No answer: it stays in the outbox and goes again, with the same id, after the next look.
    } finally {
      this.#inFlight.delete(command_id);
    }
  }

  #call(path, options = {}) {
    return this.fetch(this.base + path, {
      ...options, headers: this.headers, credentials: "omit", cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  }
}
