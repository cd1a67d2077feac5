import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { byAge, byPosition, byRank, byRoomOrder, byScore, entries, fold, hash, keepOrder, moved, shuffled } from "../../web/static/js/order.js";

const ids = Array.from({ length: 12 }, (_, i) => `q${i + 1}`);

describe("a person's own order", () => {
  test("is the same every time, however the ids arrive", () => {
    assert.deepEqual(shuffled(ids, "p1"), shuffled([...ids].reverse(), "p1"));
  });

  test("holds every id once and leaves its argument alone", () => {
    const given = Object.freeze([...ids]);
    assert.deepEqual([...shuffled(given, "p1")].sort(), [...ids].sort());
  });

  test("differs from person to person", () => {
    const orders = new Set(Array.from({ length: 50 }, (_, i) => shuffled(ids, `p${i}`).join()));
    assert.equal(orders.size, 50);
  });

  test("does not change between two questions when a third arrives", () => {
    const before = shuffled(ids, "p7");
    const after = shuffled([...ids, "q13", "q14"], "p7").filter((id) => ids.includes(id));
    assert.deepEqual(after, before);
  });

  test("gives every question its turn at the top", () => {
    const people = 2400;
    const firsts = new Map(ids.map((id) => [id, 0]));
    for (let i = 0; i < people; i += 1) {
      const [first] = shuffled(ids, `person-${i}`);
      firsts.set(first, firsts.get(first) + 1);
    }
    for (const [id, n] of firsts) assert.ok(n > 130 && n < 280, `${id} is first ${n} times of ${people}, fair is 200`);
  });

  test("hashes are unsigned 32 bit numbers and do not move between versions", () => {
    assert.equal(hash(""), hash(""));
    for (const text of ["", "a", "q1", "É\u{1F600}"]) assert.ok(Number.isInteger(hash(text)) && hash(text) >= 0 && hash(text) < 2 ** 32);
    assert.notEqual(hash("q1"), hash("q2"));
  });
});

describe("what is on screen", () => {
  test("stays; newcomers join at the end", () => {
    assert.deepEqual(keepOrder(["c", "a"], ["a", "b", "c", "d"]), ["c", "a", "b", "d"]);
  });
  test("leaves when it is gone", () => {
    assert.deepEqual(keepOrder(["c", "a", "b"], ["a", "c"]), ["c", "a"]);
  });
  test("begins in the wanted order", () => {
    assert.deepEqual(keepOrder([], ["b", "a"]), ["b", "a"]);
  });
});

describe("orders of collections", () => {
  test("entries carry their id, even over a key named id", () => {
    assert.deepEqual(entries({ r1: { theme: "A", id: "x" } }), [{ theme: "A", id: "r1" }]);
    assert.deepEqual(entries(undefined), []);
  });
  test("position, not the order of keys", () => {
    assert.deepEqual(byPosition({ r9: { position: 1 }, r1: { position: 2 }, r5: { position: 1 } }).map((r) => r.id), ["r5", "r9", "r1"]);
  });
  test("rank first; without a rank last, oldest first", () => {
    const list = [{ id: "a", submitted_at: 9 }, { id: "b", rank: 2 }, { id: "c", submitted_at: 3 }, { id: "d", rank: 1 }, { id: "e", drafted_at: 3 }];
    assert.deepEqual(byRank(Object.freeze(list)).map((q) => q.id), ["d", "b", "c", "e", "a"]);
  });
  test("score first, then oldest, then id", () => {
    const list = [{ id: "a", score: 1, drafted_at: 5 }, { id: "b", score: 3, drafted_at: 9 }, { id: "d", score: 1, drafted_at: 2 }, { id: "c", score: 1, drafted_at: 2 }];
    assert.deepEqual(byScore(Object.freeze(list)).map((q) => q.id), ["b", "c", "d", "a"]);
  });
  test("as the representative put them; what has no place follows by its votes", () => {
    const list = [{ id: "a", score: 0 }, { id: "b", score: 1, room_order: 2 }, { id: "c", score: 3 }, { id: "d", score: 0, room_order: 1 }];
    assert.deepEqual(byRoomOrder(Object.freeze(list)).map((q) => q.id), ["d", "b", "c", "a"]);
  });
  test("in a room only its own members' votes count, then the oldest, then the id as text", () => {
    const list = [
      { id: "q2", score: 9, support: 7, submitted_at: 1 }, { id: "q4", score: 3, support: 0, submitted_at: 8 },
      { id: "q10", score: 2, support: 0, submitted_at: 1 }, { id: "q3", score: 4, support: 1, submitted_at: 7 },
    ];
    assert.deepEqual(byRoomOrder(Object.freeze(list)).map((q) => q.id), ["q3", "q4", "q10", "q2"]);
  });
  test("oldest first, then id", () => {
    const list = [{ id: "b", submitted_at: 2, drafted_at: 1 }, { id: "a", submitted_at: 2 }, { id: "c", drafted_at: 1 }];
    assert.deepEqual(byAge(Object.freeze(list)).map((q) => q.id), ["c", "a", "b"]);
  });
});

describe("moving one by hand", () => {
  const row = Object.freeze(["a", "b", "c"]);
  test("is a step earlier or later", () => {
    assert.deepEqual([moved(row, "b", -1), moved(row, "b", 1)], [["b", "a", "c"], ["a", "c", "b"]]);
  });
  test("stops at the ends", () => assert.deepEqual([moved(row, "a", -1), moved(row, "c", 1)], [row, row]));
  test("of what is not there moves nothing", () => assert.deepEqual(moved(row, "x", 1), row));
});

test("searching knows no capitals and no accents", () => {
  assert.equal(fold("Über ÉCOLE"), "uber ecole");
});
