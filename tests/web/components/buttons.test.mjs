import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "../harness/dom.mjs";
import { later, show } from "../harness/show.mjs";
import { pass, settle } from "../harness/time.mjs";

const { ActionButton } = await load("components/action-button.js");
const { ConfirmButton } = await load("components/confirm-button.js");
const { CopyButton } = await load("components/copy-button.js");
const { SafeLink } = await load("components/safe-link.js");
const BUSY = { ok: false, code: "panel.busy" };

describe("a button that sends one command", () => {
  const call = (more) => show(ActionButton, { name: "panel.call", data: { question_id: "q1" }, children: "Call", ...more });

  test("sends it and says that it is on its way until the answer is here", async () => {
    const page = await call();
    const [promise, answer] = later();
    page.answers.push(promise);
    await page.press("Call");
    assert.equal(page.the("button").getAttribute("aria-busy"), "true");
    await answer();
    assert.equal(page.the("button").getAttribute("aria-busy"), "false");
    assert.deepEqual(page.sent, [["panel.call", { question_id: "q1" }]]);
  });
  test("sends once, however often it is pressed before the answer", async () => {
    const page = await call();
    page.answers.push(later()[0]);
    await page.press("Call");
    await page.press("Call");
    assert.equal(page.sent.length, 1);
  });
  test("says in words why it was refused, beside itself, until the next press", async () => {
    const page = await call();
    page.answers.push(BUSY, later()[0]);
    await page.press("Call");
    assert.equal(page.the("status").textContent, "Another question is on air. End that one first.");
    await page.press("Call");
    assert.equal(page.the("status").textContent, "");
  });
  test("tells its parent only when it was done", async () => {
    const told = [];
    const page = await call({ onDone: (answer) => told.push(answer.version) });
    page.answers.push(BUSY, { ok: true, version: 7 });
    await page.press("Call");
    await page.press("Call");
    assert.deepEqual(told, [7]);
  });
});

describe("a button that asks once more", () => {
  const next = (more) => show(ConfirmButton, { name: "agenda.advance", data: { from_phase: "p1" }, question: "End “Rooms”?", yes: "Begin Break", children: "Next", ...more });

  test("sends nothing before the second press, and puts the focus there", async () => {
    const page = await next();
    await page.press("Next");
    assert.ok(page.has("group", "End “Rooms”?"));
    assert.equal(document.activeElement, page.the("button", "Begin Break"));
    assert.deepEqual(page.sent, []);
    await page.press("Begin Break");
    assert.deepEqual(page.sent, [["agenda.advance", { from_phase: "p1" }]]);
    assert.deepEqual(page.names("button"), ["Next"]);
  });
  for (const [how, leave] of [["Escape", (page) => page.key("Escape")], ["“Not now”", (page) => page.press("Not now")], ["the first button again", (page) => page.press("Next")]]) {
    test(`${how} takes the question back and returns the focus`, async () => {
      const page = await next();
      await page.press("Next");
      await leave(page);
      assert.deepEqual(page.names("button"), ["Next"]);
      assert.equal(document.activeElement, page.the("button", "Next"));
      assert.deepEqual(page.sent, []);
    });
  }
  test("sends what was asked, though another host moved on meanwhile; the refusal is said", async () => {
    const page = await next();
    await page.press("Next");
    await page.given({ data: { from_phase: "p2" }, question: "End “Break”?", yes: "Begin Panel" });
    page.answers.push({ ok: false, code: "agenda.stale_phase" });
    await page.press("Begin Break");
    assert.deepEqual(page.sent, [["agenda.advance", { from_phase: "p1" }]]);
    assert.match(page.text, /It has already moved on/);
  });
  test("does not take an Enter that is held down for a second yes", async () => {
    const page = await next();
    await page.press("Next");
    assert.equal(await page.key("Enter", { repeat: true }), true);
    assert.equal(await page.key("Enter"), false);
  });
  test("does not take the second half of a double click for a yes", async () => {
    const page = await next();
    await page.press("Next");
    const second = new Event("click", { bubbles: true });
    Object.defineProperty(second, "detail", { value: 2 });
    page.the("button", "Begin Break").dispatchEvent(second);
    assert.deepEqual(page.sent, []);
  });
  test("asks no more when the focus goes elsewhere", async () => {
    const page = await next();
    await page.press("Next");
    const elsewhere = document.body.appendChild(document.createElement("button"));
    elsewhere.focus();
    await settle();
    elsewhere.remove();
    assert.deepEqual(page.names("button"), ["Next"]);
  });
  test("says whether it is opened", async () => {
    const page = await next();
    assert.equal(page.the("button", "Next").getAttribute("aria-expanded"), "false");
    await page.press("Next");
    assert.equal(page.the("button", "Next").getAttribute("aria-expanded"), "true");
  });
});

describe("a copy button", () => {
  const clipboard = (writeText) => Object.defineProperty(navigator, "clipboard", { value: { writeText }, configurable: true });

  test("copies, says so, and is itself again after three seconds", async () => {
    const copied = [];
    clipboard(async (text) => copied.push(text));
    const page = await show(CopyButton, { text: "AB12", label: "the join code" });
    await page.press("Copy the join code");
    assert.deepEqual([copied, page.text], [["AB12"], "Copied"]);
    await pass(3000);
    assert.equal(page.text, "Copy");
  });
  test("selects the text beside it where the clipboard is closed", async () => {
    clipboard(async () => { throw new Error("closed"); });
    let selected = 0;
    const page = await show(CopyButton, { text: "AB12", label: "x", from: { current: { select: () => { selected += 1; } } } });
    await page.press("Copy x");
    assert.deepEqual([page.text, selected], ["Press Ctrl+C", 1]);
  });
});

describe("a link that somebody typed", () => {
  test("opens apart, without telling where it comes from", async () => {
    const link = (await show(SafeLink, { url: "https://meet.example.org/a", children: "The call" })).the("link", "The call");
    assert.deepEqual([link.getAttribute("href"), link.target, link.rel], ["https://meet.example.org/a", "_blank", "noopener noreferrer"]);
  });
  for (const url of ["javascript:alert(1)", "http://plain.example.org", "//elsewhere.example.org"]) {
    test(`stays text: ${url}`, async () => {
      const page = await show(SafeLink, { url, children: "The call" });
      assert.deepEqual([page.text, page.names("link")], ["The call", []]);
    });
  }
});
