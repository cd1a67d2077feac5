import assert from "node:assert/strict";
import { test } from "node:test";
import { document, load } from "./harness/dom.mjs";
import { Line, lines } from "./harness/line.mjs";
import { evening } from "./harness/evening.mjs";
import { NOW, pass, settle } from "./harness/time.mjs";

globalThis.WebSocket = Line;
const { html } = await import("htm/preact");
const { mount } = await load("page.js");
const { ticking, useSession } = await load("context.js");

test("a page takes over its first paint, follows the session, and tells the style which part runs", async () => {
  const bootstrap = { session_id: "s1", ticket: "t1", epoch: "e", version: 1, now: NOW, view: evening("rooms"), me: {}, links: { join: "/join/AB12" } };
  document.body.innerHTML = '<main id="app">First paint</main><script type="application/json" id="bootstrap"></script>';
  document.getElementById("bootstrap").textContent = JSON.stringify(bootstrap);
  mount(({ bootstrap: given }) => html`<p>${useSession().view.value.session.title} ${given.links.join}</p>`);
  await settle();
  assert.equal(document.getElementById("app").textContent, "Dilemmas /join/AB12");
  assert.equal(document.body.dataset.kind, "breakout");

  await lines[0].admit();
  await lines[0].tell("delta", { version: 2, patch: { session: { title: "Better" }, phases: evening("break").phases } });
  assert.equal(document.getElementById("app").textContent, "Better /join/AB12");
  assert.equal(document.body.dataset.kind, "break");

  await pass(1000);
  assert.equal(ticking.value, NOW + 1000);

  await lines[0].tell("notice", { code: "auth.bad_ticket", message: "m" });
  assert.equal(document.getElementById("app").textContent.includes("Better"), false, "whoever was forgotten reads nothing any more");
  assert.match(document.getElementById("app").textContent, /Your data was removed, or your link was taken back\./);
  assert.equal(document.getElementById("bootstrap"), null);
});
