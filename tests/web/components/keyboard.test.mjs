import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "../harness/dom.mjs";
import { evening, HOST } from "../harness/evening.mjs";
import { show } from "../harness/show.mjs";

const { h } = await import("preact");
const { Keyboard } = await load("components/keyboard.js");

describe("the keys", () => {
  let pressed;
  const Desk = () => [h(Keyboard), h("button", { "data-shortcut": "p", onClick: () => pressed.push("p") }, "Pause"), h("input", { "aria-label": "Message" })];
  const desk = () => {
    pressed = [];
    return show(Desk, {}, { view: evening(), me: HOST });
  };

  test("press what carries them", async () => {
    const page = await desk();
    assert.equal(await page.key("p", {}, document.body), true);
    assert.deepEqual([pressed, document.activeElement], [["p"], page.the("button", "Pause")]);
  });
  test("do nothing while somebody types", async () => {
    const page = await desk();
    assert.equal(await page.key("p", {}, page.the("field", "Message")), false);
    assert.deepEqual(pressed, []);
  });
  test("can be switched off, which is remembered; the list can still be opened", async () => {
    const page = await desk();
    await page.press("Single keys work on this page", "checkbox");
    await page.reload();
    assert.equal(page.the("checkbox").checked, false);
    assert.equal(await page.key("p", {}, document.body), false);
    assert.deepEqual(pressed, []);
    assert.equal(await page.key("?", {}, document.body), true);
    assert.equal(page.root.querySelector("dialog").open, true);
  });
  test("are let go with the page", async () => {
    const page = await desk();
    await page.close();
    assert.equal(await page.key("p", {}, document.body), false);
  });
});
