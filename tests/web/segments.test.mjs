import assert from "node:assert/strict";
import { describe, test } from "node:test";

process.env.TZ = "UTC";
const { anchorWords, heardAt, lengthOf, lengthText, nextAt, pausesOf, segmentsWith, timeOf } = await import("../../web/static/js/segments.js");

const MINUTE = 60_000;
const EVENING = Date.UTC(2026, 11, 2, 23, 30);

describe("a time that was typed", () => {
  test("is the first one after the instant before it, over midnight too", () => {
    assert.deepEqual([nextAt("23:45:10", EVENING), nextAt("00:10:00", EVENING), nextAt("", EVENING)], [EVENING + 15 * MINUTE + 10_000, EVENING + 40 * MINUTE, undefined]);
    assert.equal(nextAt("23:30:00", EVENING), EVENING + 24 * 60 * MINUTE, "the same time is tomorrow's");
  });
  test("reads as it was typed", () => assert.equal(timeOf(EVENING + 5000), "23:30:05"));
});

describe("pauses", () => {
  const first = { wall_start: EVENING, media_start: 0 };
  const two = [{ from: "23:40:00", to: "23:50:00" }, { from: "00:00:00", to: "00:05:00" }];
  const at = (minutes) => EVENING + minutes * MINUTE;

  test("cut a recording into segments whose media goes on", () => {
    assert.deepEqual(segmentsWith(two, [first], 60 * MINUTE), [
      { wall_start: EVENING, wall_end: at(10), media_start: 0 },
      { wall_start: at(20), wall_end: at(30), media_start: 10 * MINUTE },
      { wall_start: at(35), wall_end: at(75), media_start: 20 * MINUTE },
    ]);
  });
  test("leave the end open where the length is not known", () => assert.equal(segmentsWith(two, [first]).at(-1).wall_end, null));
  test("that are filled in by half are none", () => {
    assert.deepEqual(segmentsWith([{ from: "23:40:00", to: "" }], [first], MINUTE), [{ wall_start: EVENING, wall_end: at(1), media_start: 0 }]);
  });
  test("come back as they were typed", () => assert.deepEqual(pausesOf(segmentsWith(two, [first])), two));
});

test("a length is hours, minutes and seconds, or minutes", () => {
  assert.deepEqual([lengthOf("1:30:05"), lengthOf("45:10"), lengthOf(" 90 "), lengthOf(""), lengthOf("1:75")], [5_405_000, 2_710_000, 5_400_000, undefined, NaN]);
  assert.deepEqual([lengthText(5_405_000), lengthText(undefined), lengthOf(lengthText(5_405_000))], ["1:30:05", "", 5_405_000]);
});

describe("a second that was set says", () => {
  const view = { questions: { q: { number: "A-1", on_air_at: EVENING + 400 } } };
  const segments = [{ wall_start: EVENING - 10 * MINUTE, media_start: 0 }];
  const words = (offset, more = {}) => anchorWords(view, { at: EVENING, offset }, { segments, ...more });

  test("which question is heard where", () => assert.deepEqual([heardAt(view, EVENING), heardAt(view, EVENING + 5000)], ["A-1", "23:30"]));
  test("how far that is from the times of the recording", () => {
    assert.deepEqual([words(10 * MINUTE), words(10 * MINUTE - 5000), words(11 * MINUTE)],
      ["A-1 is heard at 10:00, as its times say.", "A-1 is heard at 9:55, 5 s earlier than its times say.", "A-1 is heard at 11:00, 1 min later than its times say."]);
  });
  test("that, once the clock of who recorded is put right", () => {
    assert.equal(words(10 * MINUTE, { clock: 5000 }), "A-1 is heard at 10:00, 5 s earlier than its times say.");
  });
  test("when it began, where nobody had said so", () => assert.equal(words(MINUTE, { segments: [] }), "A-1 is heard at 1:00; that says when it began."));
  test("how far, from the segment it is heard in", () => {
    const cut = [{ wall_start: EVENING - 10 * MINUTE, media_start: 0 }, { wall_start: EVENING - MINUTE, media_start: 5 * MINUTE }];
    assert.equal(words(6 * MINUTE, { segments: cut }), "A-1 is heard at 6:00, as its times say.");
  });
});
