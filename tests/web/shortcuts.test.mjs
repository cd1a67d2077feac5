import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { document } from "./harness/dom.mjs";
import { act, KEYS, meaning } from "../../web/static/js/shortcuts.js";

const key = (name, more = {}) => meaning({ key: name, target: { closest: () => null }, ...more });

describe("a key means", () => {
  test("a button that carries it, or a place", () => {
    assert.deepEqual(key("n"), { press: '[data-shortcut="n"]' });
    assert.deepEqual(key("N"), { press: '[data-shortcut="n"]' });
    assert.deepEqual(["g", "r", "q", "l", "m", "b"].map((name) => key(name).go), ["needs", "rooms", "queue", "links", "announce", "notes"]);
  });
  test("the same on a keyboard where + needs Shift", () => assert.deepEqual(key("="), key("+")));
  test("nothing where it is not on the list", () => {
    for (const name of ["x", "Enter", "Escape", "ArrowUp", "Process", " "]) assert.equal(key(name), undefined, name);
  });
  test("nothing together with Ctrl, Alt or Meta, nor while it is held", () => {
    for (const held of ["ctrlKey", "altKey", "metaKey", "repeat"]) assert.equal(key("p", { [held]: true }), undefined, held);
  });
  test("nothing in a field, a menu, a text that can be edited, or a dialog", () => {
    const inside = ["<input>", "<textarea></textarea>", "<select></select>", "<p contenteditable></p>", "<dialog open><button></button></dialog>"];
    for (const markup of inside) {
      const place = document.createElement("div");
      place.innerHTML = markup;
      const target = place.querySelector("button") ?? place.firstChild;
      assert.equal(key("p", { target }), undefined, markup);
    }
  });
  test("one thing each", () => assert.equal(new Set(KEYS.map(([name]) => name)).size, KEYS.length));
});

describe("acting on it", () => {
  const page = (markup) => {
    document.body.innerHTML = markup;
    for (const each of document.querySelectorAll("*")) each.scrollIntoView = () => {};
    return document;
  };
  test("presses the button and puts the focus there", () => {
    const shown = page('<button data-shortcut="p">Pause</button>');
    let pressed = 0;
    shown.querySelector("button").addEventListener("click", () => { pressed += 1; });
    assert.equal(act(key("p"), shown), true);
    assert.deepEqual([pressed, shown.activeElement], [1, shown.querySelector("button")]);
  });
  test("passes over a button that nobody sees", () => {
    const shown = page('<button data-shortcut="p" id="hidden">x</button><button data-shortcut="p" id="shown">y</button>');
    shown.getElementById("hidden").checkVisibility = () => false;
    act(key("p"), shown);
    assert.equal(shown.activeElement.id, "shown");
  });
  test("says when there is nothing to press, and nowhere to go", () => {
    assert.deepEqual([act(key("p"), page("")), act(key("r"), page(""))], [false, false]);
  });
  test("goes to a place, unfolding what hides it", () => {
    const shown = page('<details><section id="rooms"></section></details>');
    assert.equal(act(key("r"), shown), true);
    assert.deepEqual([shown.activeElement.id, shown.querySelector("details").open], ["rooms", true]);
  });
  test("goes straight into the field where something is to be written", () => {
    const shown = page('<section id="notes"><textarea id="field"></textarea></section>');
    act(key("b"), shown);
    assert.equal(shown.activeElement.id, "field");
  });
});
