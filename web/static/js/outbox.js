/**
 * Commands that wait for their answer. Each keeps its command_id, so sending it again is safe:
 * the server answers a repeat as the first time. No sockets in here; `post` is given.
 */
export class Outbox {
  #waiting = new Map();

  constructor(newId) {
    this.newId = newId;
  }

  get size() {
    return this.#waiting.size;
  }

  /** Keep a command until it is answered or too old. Resolves to {ok, …}; never rejects. */
  put(name, data, at) {
    const command_id = this.newId();
    let command;
    const answer = new Promise((resolve) => {
      command = { name, data: { ...data, command_id }, command_id, at, resolve };
    });
    this.#waiting.set(command_id, command);
    return { command, answer };
  }

  /** The answer came. A second one for the same command is ignored. */
  settle(command_id, answer) {
    const command = this.#waiting.get(command_id);
    if (!command) return false;
    this.#waiting.delete(command_id);
    command.resolve(answer);
    return true;
  }

  has(command_id) {
    return this.#waiting.has(command_id);
  }

  /** Everything that has no answer yet, oldest first. */
  resend(post) {
    for (const command of [...this.#waiting.values()]) post(command);
  }

  /** Give up on what was asked before an instant: a "pause" must not happen minutes after it was pressed. */
  expire(before) {
    for (const { command_id, at } of [...this.#waiting.values()]) {
      if (at < before) this.settle(command_id, { ok: false, code: "client.unanswered" });
    }
  }

  /** Give up on all of them, in words. */
  refuseAll(answer) {
    for (const id of [...this.#waiting.keys()]) this.settle(id, answer);
  }
}
