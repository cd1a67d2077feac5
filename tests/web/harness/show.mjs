/** Puts a component on the page for one person, and does what that person does. Commands go to the test, not to a server. */
import { document, load, localStorage, sessionStorage } from "./dom.mjs";
import { NOW, rewind, settle } from "./time.mjs";
import { Reading } from "./reading.mjs";

const { signal } = await import("@preact/signals");
const { h, render } = await import("preact");
const { SessionContext, ticking } = await load("context.js");

const OK = { ok: true, version: 2 };
let shown;

/** A page begun anew: nothing remembered, NOW on the clock. `known`: {view, me, version, presence, connection, notice, refused, kept}. */
export async function show(Component, props = {}, { kept = {}, ...known } = {}) {
  await shown?.close();
  if (shown) shown.root = undefined; // what is not shown any more cannot be read by mistake
  rewind();
  localStorage.clear();
  sessionStorage.clear();
  for (const [key, value] of Object.entries(kept)) localStorage.setItem(key, JSON.stringify(value));
  ticking.value = NOW;
  shown = new Page(Component, props, known);
  await shown.open();
  return shown;
}

export class Page extends Reading {
  sent = []; // [name, data] of every command
  answers = []; // what the next commands are answered with; a promise is an answer that lets us wait

  constructor(Component, props, { view = {}, me = {}, version = 1, presence = {}, connection = "live", notice, refused }) {
    super(document.createElement("main"));
    const known = { view, me, version, presence, connection, notice, refused };
    const signals = Object.fromEntries(Object.entries(known).map(([name, value]) => [name, signal(value)]));
    this.session = { id: "s1", now: () => ticking.value, ...signals, send: (name, data) => this.#send(name, data) };
    this.draw = () => render(h(SessionContext.Provider, { value: this.session }, h(Component, this.props)), this.root);
    this.props = props;
  }

  async #send(name, data) {
    this.sent.push(data === undefined ? [name] : [name, data]);
    return (await this.answers.shift()) ?? OK;
  }

  open() {
    document.body.append(this.root);
    this.draw();
    return settle();
  }

  close() {
    render(null, this.root);
    this.root.remove();
    return settle();
  }

  /** The same tab, loaded again. */
  async reload() {
    await this.close();
    return this.open();
  }

  /** Something new is known: `change({view: …, me: …})`. */
  change(known) {
    for (const [name, value] of Object.entries(known)) this.session[name].value = value;
    return settle();
  }

  /** The server's clock stands at this instant. */
  clock(at) {
    ticking.value = at;
    return settle();
  }

  /** The parent draws it with other props. */
  given(props) {
    this.props = { ...this.props, ...props };
    this.draw();
    return settle();
  }

  press(name, role = "button") {
    this.the(role, name).click();
    return settle();
  }

  /** Press, and press again what asks and has the focus. */
  async confirm(name) {
    await this.press(name);
    document.activeElement.click();
    return settle();
  }

  async type(name, text, role = "field") {
    const field = this.the(role, name);
    field.value = text;
    field.dispatchEvent(new Event(role === "choice" ? "change" : "input", { bubbles: true }));
    await settle();
  }

  choose(name, value) {
    return this.type(name, value, "choice");
  }

  /** A key goes to where the focus is, or to `target`. Returns whether somebody took it. */
  async key(key, more = {}, target = document.activeElement ?? document.body) {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
    target.dispatchEvent(event);
    await settle();
    return event.defaultPrevented;
  }

  /** Open what is folded. */
  async unfold(name) {
    const fold = this.the("fold", name);
    fold.open = true;
    fold.dispatchEvent(new Event("toggle"));
    await settle();
  }
}

/** An answer that the test gives later: `[promise, answer]`. */
export function later() {
  let answer;
  const promise = new Promise((resolve) => { answer = resolve; });
  return [promise, (what = OK) => { answer(what); return settle(); }];
}
