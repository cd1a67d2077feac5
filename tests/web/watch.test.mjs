import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { asked, linkToQuestion, linkToSecond, offsetWords, secondsOf } from "../../web/static/js/watch/address.js";
import { alsoMoved } from "../../web/static/js/watch/anchoring.js";
import { currentPlace, kindAt, secondsAt, shareOf, wallAt } from "../../web/static/js/watch/moments.js";
import { fold, foundWords, inOrder, wanted } from "../../web/static/js/watch/search.js";
import { cuesIn, spoken } from "../../web/static/js/watch/transcripts.js";
import { merged, playedBy, teller, without } from "../../web/static/js/watch/watched.js";

describe("the address", () => {
  test("asks for a question", () => assert.deepEqual(asked("https://x.example/watch/s1#C-2"), { number: "C-2" }));
  test("asks for a second", () => assert.deepEqual(asked("https://x.example/watch/s1?t=12m34s"), { seconds: 754 }));
  test("asks for a second of one of several recordings", () =>
    assert.deepEqual(asked("https://x.example/watch/s1?t=754&r=rec2"), { seconds: 754, recording: "rec2" }));
  test("of a question, or of a second, is the same whatever was looked at before", () => {
    const here = "https://x.example/watch/s1?t=9&r=rec1#A-1";
    assert.equal(linkToQuestion(here, "C-2"), "https://x.example/watch/s1#C-2");
    assert.equal(linkToSecond(here, "rec2", 754.9), "https://x.example/watch/s1?t=754&r=rec2");
    assert.deepEqual(asked(linkToSecond(here, "rec2", 754.9)), { seconds: 754, recording: "rec2" });
  });
  test("says a second as people do", () => assert.deepEqual([0, 40.9, 754, 3723].map(offsetWords), ["0:00", "0:40", "12:34", "1:02:03"]));
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
  const paused = [
    { wall_start: 1_000_000, media_start: 0, wall_end: 1_060_000, media_end: 60_000 },
    { wall_start: 1_100_000, media_start: 60_000 },
  ];
  const slow = [{ wall_start: 1_000_000, media_start: 0, wall_end: 1_110_000, media_end: 100_000 }];
  test("differ by the beginning of the piece", () => {
    assert.deepEqual([0, 12.5, 60, 70].map((s) => wallAt(paused, s)), [1_000_000, 1_012_500, 1_100_000, 1_110_000]);
    assert.deepEqual([1_000_000, 1_012_500, 1_110_000].map((at) => secondsAt(paused, at)), [0, 12.5, 70]);
  });
  test("of what happened in a pause there is only where it goes on", () => assert.equal(secondsAt(paused, 1_080_000), 60));
  test("run apart where the recorder's clock did", () => {
    assert.equal(wallAt(slow, 50), 1_055_000);
    assert.equal(secondsAt(slow, 1_055_000).toFixed(6), "50.000000");
  });
  test("do not meet where nothing is known", () => {
    assert.deepEqual([wallAt(undefined, 1), wallAt([], 1), wallAt(slow, 101), secondsAt([], 1), secondsAt(slow, 1), secondsAt(slow, 2_000_000)], Array(6).fill(undefined));
  });
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

describe("what was watched", () => {
  test("is told in order, once, and without what was only passed", () => {
    assert.deepEqual(merged([[5000, 9000], [0, 3000], [2000, 5000], [20_000, 20_400]]), [[0, 9000]]);
  });
  test("is what the player says it played", () => {
    const played = { length: 2, start: (n) => [0, 10][n], end: (n) => [1.5, 20.25][n] };
    assert.deepEqual(playedBy({ played }), [[0, 1500], [10_000, 20_250]]);
  });
  test("is new as far as it was not told before", () => {
    assert.deepEqual(without([[0, 10], [20, 30]], [[0, 4], [8, 22]]), [[4, 8], [22, 30]]);
    assert.deepEqual(without([[5, 10]], [[0, 20]]), []);
  });
  test("is told at most once a minute, and at the end", () => {
    let now = 0;
    const said = [];
    const { note, tell } = teller(async (...all) => { said.push(all); return { ok: true }; }, () => now);
    note("rec1", [[0, 5000]]);
    tell();
    note("rec1", [[0, 9000]]);
    now = 59_000;
    tell();
    assert.equal(said.length, 1);
    now = 60_000;
    tell();
    now = 200_000;
    tell();
    note("rec2", [[0, 2000]]);
    tell({ leaving: true });
    assert.deepEqual(said, [["rec1", [[0, 5000]], false], ["rec1", [[5000, 9000]], false], ["rec2", [[0, 2000]], true]]);
  });
  test("is told again if it did not arrive", async () => {
    let now = 0;
    let ok = false;
    const said = [];
    const { note, tell } = teller(async (_, ranges) => { said.push(ranges); return { ok }; }, () => now);
    note("rec1", [[0, 5000]]);
    tell();
    await Promise.resolve();
    ok = true;
    now = 60_000;
    tell();
    assert.deepEqual(said, [[[0, 5000]], [[0, 5000]]]);
  });
});

describe("what was said", () => {
  const vtt = "WEBVTT\n\n1\n00:12.500 --> 00:14.000\nÉvaluer &amp; <i>juger</i>\n\n01:00:01.000 --> 01:00:02.000\nlater\nstill\n\nNOTE nothing";
  test("is read from a transcript", () => {
    assert.deepEqual(cuesIn(vtt), [{ seconds: 12.5, text: "Évaluer & juger" }, { seconds: 3601, text: "later still" }]);
    assert.deepEqual(cuesIn("not a transcript"), []);
  });
  test("is found by its words", () => {
    const cues = cuesIn(vtt).map((cue) => ({ ...cue, words: fold(cue.text) }));
    assert.deepEqual(spoken(cues, "juger EVAL").map((cue) => cue.seconds), [12.5]);
    assert.deepEqual(spoken(cues, " "), []);
  });
});

describe("after a correction", () => {
  const moved = (...shifts) => shifts.map((shift) => ({ before: 100, after: 100 + shift }));
  test("a host is told what else moved", () => {
    assert.equal(alsoMoved([]), "No other question moved.");
    assert.equal(alsoMoved(moved(6, 6.2)), "2 other questions moved by 6 s.");
    assert.equal(alsoMoved(moved(-3)), "1 other question moved by 3 s.");
    assert.equal(alsoMoved(moved(-3, 9)), "2 other questions moved by 3 to 9 s.");
    assert.equal(alsoMoved([{ before: undefined, after: 3 }]), "1 other question can be found in this recording now.");
  });
});

describe("looking for a question", () => {
  const item = (words, more = {}) => ({ words: fold(words), room: "r1", status: "answered", place: 0, roomPlace: 0, ...more });
  test("finds words in any order, case and accent", () => {
    assert.ok(wanted({ words: " JUGER evaluer" })(item("Comment évaluer sans juger ?")));
    assert.ok(!wanted({ words: "evaluer demain" })(item("Comment évaluer sans juger ?")));
  });
  test("finds everything while nothing is asked", () => assert.ok(wanted({ words: "", room: "", status: "" })(item("x"))));
  test("keeps to a room and to an answer", () => {
    assert.ok(wanted({ room: "r1", status: "answered" })(item("x")));
    assert.ok(!wanted({ room: "r2" })(item("x")));
    assert.ok(!wanted({ status: "promised" })(item("x")));
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
