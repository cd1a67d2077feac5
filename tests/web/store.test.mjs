import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { applyPatch, EMPTY, receive } from "../../web/static/js/store.js";

/** Freezes all the way down, so that any mutation throws. */
function frozen(value) {
  if (value !== null && typeof value === "object") Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

describe("a merge patch", () => {
  // The examples of RFC 7396, appendix A: [target, patch, result].
  const examples = [
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [["a", "b"], ["c", "d"], ["c", "d"]],
    [{ a: "b" }, ["c"], ["c"]],
    [{ a: "foo" }, null, null],
    [{ a: "foo" }, "bar", "bar"],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: "b", c: null }, { a: "b" }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ];
  for (const [target, patch, result] of examples) {
    test(`${JSON.stringify(target)} with ${JSON.stringify(patch)} is ${JSON.stringify(result)}`, () => {
      assert.deepEqual(applyPatch(frozen(target), frozen(patch)), result);
    });
  }

  test("makes an object where there was nothing", () => {
    assert.deepEqual(applyPatch(undefined, { q1: { score: 1 } }), { q1: { score: 1 } });
  });

  test("keeps the identity of what it does not touch", () => {
    const view = frozen({ rooms: { r1: {} }, questions: { q1: { score: 1 }, q2: { score: 2 } } });
    const next = applyPatch(view, { questions: { q1: { score: 2 } } });
    assert.equal(next.rooms, view.rooms);
    assert.equal(next.questions.q2, view.questions.q2);
    assert.notEqual(next.questions, view.questions);
  });

  test("takes __proto__ for a key like any other", () => {
    const next = applyPatch({}, JSON.parse('{"__proto__": {"evil": true}}'));
    assert.equal({}.evil, undefined);
    assert.equal(next.evil, undefined);
    assert.deepEqual(Object.keys(next), ["__proto__"]);
  });
});

const snapshot = frozen({ epoch: "e1", version: 5, now: 1000, view: { session: { title: "A" } }, me: { id: "p1", votes: { q1: true } } });
const at5 = frozen(receive(EMPTY, "snapshot", snapshot));

describe("what the server tells", () => {
  test("a snapshot replaces everything", () => {
    const next = receive(at5, "snapshot", { epoch: "e1", version: 9, view: { rooms: {} }, me: { id: "p1" } });
    assert.deepEqual(next, { epoch: "e1", version: 9, meVersion: 9, view: { rooms: {} }, me: { id: "p1" } });
  });

  test("a late snapshot of the same epoch changes nothing", () => {
    assert.equal(receive(at5, "snapshot", { ...snapshot, version: 4, view: {} }), at5);
  });

  test("a snapshot of the same version is taken", () => {
    assert.deepEqual(receive(at5, "snapshot", { ...snapshot, view: { rooms: {} } }).view, { rooms: {} });
  });

  test("a snapshot of another epoch is taken even when its version is lower", () => {
    const next = receive(at5, "snapshot", { epoch: "e2", version: 1, view: {}, me: {} });
    assert.deepEqual([next.epoch, next.version, next.meVersion], ["e2", 1, 1]);
  });

  test("a delta is merged and raises the version; gaps are fine", () => {
    const next = receive(at5, "delta", { version: 8, patch: { session: { status: "live" } } });
    assert.equal(next.version, 8);
    assert.deepEqual(next.view, { session: { title: "A", status: "live" } });
    assert.equal(next.me, at5.me);
  });

  for (const version of [5, 4]) {
    test(`a delta at version ${version} is not for somebody at 5`, () => {
      assert.equal(receive(at5, "delta", { version, patch: { session: null } }), at5);
    });
  }

  test("me as a patch is merged, and leaves the view's version alone", () => {
    const next = receive(at5, "me", { version: 6, patch: { votes: { q1: null, q2: true } } });
    assert.deepEqual(next.me, { id: "p1", votes: { q2: true } });
    assert.deepEqual([next.version, next.meVersion], [5, 6]);
  });

  test("me as a whole replaces", () => {
    assert.deepEqual(receive(at5, "me", { version: 6, me: { id: "p1" } }).me, { id: "p1" });
  });

  test("me may overtake the delta of its version", () => {
    const mine = receive(at5, "me", { version: 6, patch: { room_id: "r1" } });
    const both = receive(mine, "delta", { version: 6, patch: { session: { people: 2 } } });
    assert.equal(both.view.session.people, 2);
    assert.equal(both.me.room_id, "r1");
  });

  test("the delta may overtake the me of its version", () => {
    const delta = receive(at5, "delta", { version: 6, patch: { session: { people: 2 } } });
    assert.equal(receive(delta, "me", { version: 6, patch: { room_id: "r1" } }).me.room_id, "r1");
  });

  test("an old me changes nothing, an equal one is merged again", () => {
    assert.equal(receive(at5, "me", { version: 4, me: {} }), at5);
    assert.deepEqual(receive(at5, "me", { version: 5, me: { id: "p2" } }).me, { id: "p2" });
  });

  for (const event of ["head", "presence", "notice", "something_new"]) {
    test(`${event} leaves the view as it is`, () => {
      assert.equal(receive(at5, event, { version: 99, now: 1, total: 3 }), at5);
    });
  }
});
