/** The line under Socket.IO's real client: frames instead of a network, and a server's part that the test speaks. */
import { settle } from "./time.mjs";

export const lines = []; // every line a page opened, the newest last
let reachable = true;

/** Whether a line can be opened at all. */
export function network(is) { reachable = is; }

export class Line {
  binaryType = "blob";
  frames = []; // what the page sent

  constructor() {
    lines.push(this);
    if (!reachable) setTimeout(() => this.fail(), 1);
  }

  send(frame) { this.frames.push(frame); }

  close() { this.closed = true; }

  say(frame) {
    this.onmessage({ data: frame });
    return settle();
  }

  #open() {
    this.onopen();
    return this.say('0{"sid":"e1","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}');
  }

  /** The server takes the page in, after it said who it is. */
  async admit() {
    await this.#open();
    await this.say('40{"sid":"x1"}');
  }

  /** The server does not take it in. */
  async refuse(data) {
    await this.#open();
    await this.say(`44${JSON.stringify({ message: "no", data })}`);
  }

  tell(event, data) { return this.say(`42${JSON.stringify([event, data])}`); }

  /** The commands on this line, as [name, data]. */
  get commands() { return this.#sent().map(([, , command]) => JSON.parse(command)); }

  answer(nth, what) { return this.say(`43${this.#sent()[nth][1]}${JSON.stringify([what])}`); }

  #sent() { return this.frames.map((frame) => frame.match(/^42(\d+)(.*)$/)).filter(Boolean); }

  get greeting() { return JSON.parse(this.frames.find((frame) => frame.startsWith("40")).slice(2)); }

  /** It could not be opened. */
  fail() {
    this.onerror({});
    return settle();
  }

  drop() {
    this.onclose({ code: 1006 });
    return settle();
  }
}
