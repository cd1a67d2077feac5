import assert from "node:assert/strict";
import { test } from "node:test";

process.env.TZ = "Europe/Brussels";
const { dueAt, dueDay, inTwoWeeks, isOwed, likelyOwner, owners, promisesOf } = await import("../../web/static/js/promises.js");

test("what is owed stands first due first; what is due at no day stands last, by number", () => {
  const promised = (number, due_at) => ({ status: "promised", number, due_at });
  const view = { questions: { a: promised("A-10"), b: promised("A-2"), c: promised("C-1", 20), d: promised("D-1", 10), e: { status: "answered", number: "E-1" } } };
  assert.deepEqual(promisesOf(view).map((q) => q.number), ["D-1", "C-1", "A-2", "A-10"]);
});
test("it is mine by my name, however it is written; by the panel's link it is what the panel promised", () => {
  const ode = { id: "e1", name: "Dr. Ode" };
  assert.deepEqual(["Dr. Ode", " dr. ode ", "e1", "the panel", "Dr. Eze", undefined].map((owner) => isOwed({ owner }, ode)), [true, true, true, false, false, false]);
  assert.deepEqual(["the panel", "panel", "Dr. Ode"].map((owner) => isOwed({ owner }, { id: "panel" })), [true, true, false]);
});
test("the names of the panel are offered first, then the hosts', each once", () => {
  const person = (name, ...roles) => ({ name, roles });
  const people = { a: person("Zoe", "host"), b: person("Dr. Ode", "panelist"), c: person("Ana", "participant"), d: person("Dr. Eze", "panelist", "host") };
  assert.deepEqual(owners({ people }), ["Dr. Eze", "Dr. Ode", "Zoe"]);
});
test("an expert promises in their own name; a host for who claimed it, or to whom it was addressed", () => {
  assert.equal(likelyOwner({ claimed_by: "Dr. Eze" }, { name: "Dr. Ode", roles: ["panelist"] }), "Dr. Ode");
  assert.equal(likelyOwner({}, { roles: ["panelist"] }), "the panel");
  const host = { roles: ["host"] };
  assert.deepEqual([{ claimed_by: "Dr. Eze", addressed_to: "Dr. Ode" }, { addressed_to: "Dr. Ode" }, {}].map((q) => likelyOwner(q, host)), ["Dr. Eze", "Dr. Ode", ""]);
});
test("a day is due at its end where the browser is", () => {
  assert.equal(dueAt("2026-12-12"), Date.UTC(2026, 11, 12, 22, 59));
  assert.deepEqual([dueDay(dueAt("2026-12-12")), dueDay(undefined)], ["2026-12-12", ""]);
  assert.equal(inTwoWeeks(Date.UTC(2026, 11, 2, 23, 30)), "2026-12-17");
});
