import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { asked, secondsOf } from "../../web/static/js/watch/address.js";
import { currentPlace, kindAt, shareOf, wallAt } from "../../web/static/js/watch/moments.js";
import { fits, fold, foundWords, inOrder } from "../../web/static/js/watch/search.js";

describe("the address", () => {
  test("asks for a question", () => assert.deepEqual(asked("https://x.example/watch/s1#C-2"), { number: "C-2" }));
  test("asks for a second", () => assert.deepEqual(asked("https://x.example/watch/s1?t=12m34s"), { seconds: 754 }));
  test("may ask for nothing that is here", () => assert.deepEqual(asked("https://x.example/watch/s1?t=soon#app"), {}));
  test("knows the ways to write a second", () => {
    for (const text of ["754", "754s", "12m34s", "12:34", "0:12:34"]) assert.equal(secondsOf(text), 754, text);
    assert.equal(secondsOf("1:02:03"), 3723);
    assert.equal(secondsOf("1h02m"), 3720);
    assert.equal(secondsOf("0"), 0);
    for (const text of ["", "x", "-5", "12:99", "s", "1e9"]) assert.equal(secondsOf(text), undefined, text);
  });
});

describe("wall clock and media time", () => {
  test("differ by the beginning of the recording", () => assert.equal(wallAt({ startedAt: 1_000_000 }, 12.5), 1_012_500));
  test("do not meet where the beginning is not known", () => assert.equal(wallAt({}, 12.5), undefined));
  test("an instant has a share of the evening, and none outside", () => {
    assert.equal(shareOf(1500, 1000, 2000), 50);
    assert.equal(shareOf(1000, 1000, 2000), 0);
    for (const at of [999, 2001, undefined]) assert.equal(shareOf(at, 1000, 2000), undefined);
    assert.equal(shareOf(1000, 1000, 1000), undefined);
  });
  test("a phase runs from its first instant to before its last", () => {
    const phases = [{ kind: "breakout", from: 0, to: 10 }, { kind: "panel", from: 10, to: 20 }];
    assert.deepEqual([0, 9, 10, 20].map((at) => kindAt(phases, at)), ["breakout", "breakout", "panel", "none"]);
  });
});

describe("the question that is heard", () => {
  const places = [
    { recording: "a", offset: 100, until: 160, name: "first" },
    { recording: "a", offset: 200, name: "second" },
    { recording: "b", offset: 0, name: "other" },
  ];
  const at = (seconds, recording = "a") => currentPlace(places, recording, seconds)?.name;
  test("is the last that began", () => assert.deepEqual([at(100), at(159), at(200), at(9999)], ["first", "first", "second", "second"]));
  test("is none before the first, and none after an answer until the next", () => assert.deepEqual([at(99), at(160), at(199)], [undefined, undefined, undefined]));
  test("is there when the player stands a breath before it", () => assert.equal(at(199.8), "second"));
  test("is one of the recording that plays", () => assert.deepEqual([at(50, "b"), at(50, "c")], ["other", undefined]));
});

describe("looking for a question", () => {
  const item = (words, more = {}) => ({ words: fold(words), room: "r1", status: "answered", place: 0, roomPlace: 0, ...more });
  test("finds words in any order, case and accent", () => {
    assert.ok(fits(item("Comment évaluer sans juger ?"), { words: " JUGER evaluer" }));
    assert.ok(!fits(item("Comment évaluer sans juger ?"), { words: "evaluer demain" }));
  });
  test("finds everything while nothing is asked", () => assert.ok(fits(item("x"), { words: "", room: "", status: "" })));
  test("keeps to a room and to an answer", () => {
    assert.ok(fits(item("x"), { room: "r1", status: "answered" }));
    assert.ok(!fits(item("x"), { room: "r2" }));
    assert.ok(!fits(item("x"), { status: "promised" }));
  });
  test("orders as on air, or by room", () => {
    const items = [item("b1", { place: 0, roomPlace: 1 }), item("a1", { place: 1 }), item("b2", { place: 2, roomPlace: 1 })];
    assert.deepEqual(inOrder(items, "room").map(({ words }) => words), ["a1", "b1", "b2"]);
    assert.deepEqual(inOrder([...items].reverse(), "air").map(({ words }) => words), ["b1", "a1", "b2"]);
  });
  test("says how many, unless it is all", () => {
    assert.deepEqual([foundWords(3, 3), foundWords(1, 3), foundWords(0, 1)], ["", "1 of 3 questions", "0 of 1 question"]);
  });
});
