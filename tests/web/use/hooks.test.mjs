import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load, sight } from "../harness/dom.mjs";
import { later, show } from "../harness/show.mjs";
import { pass, settle } from "../harness/time.mjs";

const { html } = await import("htm/preact");
const { useAction } = await load("use/action.js");
const { useCalmOrder } = await load("use/calm-order.js");
const { useKeptText } = await load("use/kept-text.js");
const { useRemembered } = await load("use/remembered.js");
const { useSeen } = await load("use/seen.js");

describe("one action", () => {
  const Actor = ({ told }) => {
    const { run, busy, refusal } = useAction();
    return html`<button onClick=${async () => told.push(await run("a.b", { x: 1 }))}>${busy ? "busy" : refusal || "free"}</button>`;
  };
  test("is busy until it is settled, refuses a second start, and can start again", async () => {
    const told = [];
    const page = await show(Actor, { told });
    const [promise, answer] = later();
    page.answers.push(promise);
    await page.press("free");
    await page.press("busy");
    assert.deepEqual([page.text, told, page.sent.length], ["busy", [{ ok: false }], 1]);
    await answer({ ok: false, code: "panel.busy" });
    assert.match(page.text, /Another question is on air/);
    await page.press(/Another/);
    assert.deepEqual([page.text, page.sent.length], ["free", 2]);
  });
});

describe("a calm order", () => {
  const List = ({ ids, always }) => {
    const [shown, calm] = useCalmOrder(ids, { always });
    return html`<ul ...${calm}>${shown.map((id) => html`<li key=${id}><button>${id}</button></li>`)}</ul>`;
  };
  const shown = (page) => page.names("item").join("");
  const list = (always = false) => show(List, { ids: ["a", "b", "c"], always });

  test("follows while nobody is in it", async () => {
    const page = await list();
    await page.given({ ids: ["c", "a", "b"] });
    assert.equal(shown(page), "cab");
  });
  test("holds still under a pointer, and a moment longer", async () => {
    const page = await list();
    page.the("list").dispatchEvent(new Event("pointerenter"));
    await page.given({ ids: ["d", "c", "a"] });
    assert.equal(shown(page), "acd");
    page.the("list").dispatchEvent(new Event("pointerleave"));
    await pass(1400);
    assert.equal(shown(page), "acd");
    await pass(100);
    assert.equal(shown(page), "dca");
  });
  test("follows what the person moved themselves, also when the new order comes later, and then holds still again", async () => {
    const Followed = ({ ids }) => {
      const [order, calm, follow] = useCalmOrder(ids);
      return html`<ul ...${calm} onClick=${follow}>${order.map((id) => html`<li key=${id}>${id}</li>`)}</ul>`;
    };
    const page = await show(Followed, { ids: ["a", "b", "c"] });
    page.the("list").dispatchEvent(new Event("pointerenter"));
    await page.press(undefined, "list");
    await page.given({ ids: ["b", "a", "c"] });
    assert.equal(shown(page), "bac");
    await page.given({ ids: ["c", "a", "b"] });
    assert.equal(shown(page), "bac");
    await page.press(undefined, "list");
    assert.equal(shown(page), "cab", "what was known already is taken over at once");
  });
  test("goes on holding for a finger that comes back", async () => {
    const page = await list();
    const pointer = (what) => page.the("list").dispatchEvent(new Event(what));
    pointer("pointerenter");
    pointer("pointerleave");
    await pass(1000);
    pointer("pointerenter");
    await page.given({ ids: ["c", "b", "a"] });
    await pass(5000);
    assert.equal(shown(page), "abc");
  });
  test("lets go of a pointer that lies still, and holds again when it moves", async () => {
    const page = await list();
    const pointer = (what) => page.the("list").dispatchEvent(new Event(what));
    pointer("pointerenter");
    await page.given({ ids: ["c", "b", "a"] });
    await pass(4000);
    pointer("pointermove");
    await pass(4000);
    assert.equal(shown(page), "abc");
    await pass(2500);
    assert.equal(shown(page), "cba");
  });
  test("never moves where that is asked for", async () => {
    const page = await list(true);
    await page.given({ ids: ["d", "c", "a"] });
    assert.equal(shown(page), "acd");
  });
});

describe("text being written", () => {
  const Field = ({ name, initial }) => {
    const [text, change, clear] = useKeptText(name, initial);
    return html`<input aria-label="text" value=${text} onInput=${(event) => change(event.target.value)} /><button onClick=${clear}>clear</button>`;
  };
  test("survives a reload, apart for each name, until it is cleared", async () => {
    const page = await show(Field, { name: "one" });
    await page.type("text", "half");
    await page.reload();
    assert.equal(page.the("field").value, "half");
    await page.press("clear");
    await page.reload();
    assert.equal(page.the("field").value, "");
    await page.type("text", "half");
    page.props = { name: "two" };
    await page.reload();
    assert.equal(page.the("field").value, "");
  });
  test("is not kept where it is what stood there anyhow", async () => {
    const page = await show(Field, { name: "one", initial: "as it was" });
    await page.type("text", "new");
    await page.type("text", "as it was");
    page.props = { name: "one", initial: "changed by another" };
    await page.reload();
    assert.equal(page.the("field").value, "changed by another");
  });
  test("works for the page alone where storage is closed", async () => {
    const page = await show(Field, { name: "one" });
    const open = globalThis.sessionStorage;
    Object.defineProperty(globalThis, "sessionStorage", { configurable: true, writable: true, value: { getItem() { throw new Error("closed"); }, setItem() { throw new Error("closed"); } } });
    await page.type("text", "half");
    await page.reload();
    assert.equal(page.the("field").value, "");
    globalThis.sessionStorage = open;
  });
});

describe("a small choice", () => {
  const Choice = () => {
    const [on, change] = useRemembered("sound", false);
    return html`<button onClick=${() => change(!on)}>${on ? "on" : "off"}</button>`;
  };
  test("outlives the tab", async () => {
    const page = await show(Choice);
    await page.press("off");
    sessionStorage.clear();
    await page.reload();
    assert.equal(page.text, "on");
  });
  test("is the initial one where what was kept cannot be read", async () => {
    const page = await show(Choice);
    localStorage.setItem("sound", "{half");
    await page.reload();
    assert.equal(page.text, "off");
  });
});

describe("what was seen", () => {
  const List = ({ ids }) => {
    const [seen, list] = useSeen("seen", ids);
    return html`<p>${[...seen].join("")}</p><ul ref=${list}>${ids.map((id) => html`<li key=${id} data-id=${id}>${id}</li>`)}</ul>`;
  };
  const text = (page) => page.root.querySelector("p").textContent;

  test("is what stayed for a second", async () => {
    const page = await show(List, { ids: ["a", "b"] });
    const [a, b] = page.all("item");
    sight(a, true);
    sight(b, true);
    await pass(500);
    sight(b, false);
    await pass(500);
    assert.equal(text(page), "a");
  });
  test("also counts what joined the list later", async () => {
    const page = await show(List, { ids: ["a"] });
    await page.given({ ids: ["a", "b"] });
    sight(page.all("item")[1], true);
    await pass(1000);
    assert.equal(text(page), "b");
  });
  test("stops when the page is left", async () => {
    const page = await show(List, { ids: ["a"] });
    sight(page.all("item")[0], true);
    await page.close();
    await pass(1000);
    await settle();
    assert.equal(localStorage.getItem("seen"), null);
  });
});
