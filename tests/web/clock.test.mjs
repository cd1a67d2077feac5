import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  formatAgo, formatClock, formatDay, formatDuration, formatWall,
  learn, NO_CLOCK, progress, remaining, serverTime, urgency,
} from "../../web/static/js/clock.js";

const MIN = 60_000;
const running = { status: "running", duration: 45 * MIN, starts_at: 1_000_000, ends_at: 1_000_000 + 45 * MIN };

describe("the server's clock", () => {
  test("is learned from one message", () => {
    assert.equal(serverTime(learn(NO_CLOCK, 10_000, 4000), 5000), 11_000);
  });

  test("trusts the message that was least late", () => {
    // The server is 6000 ahead; the messages took 50, 900 and 200 ms.
    const clock = [[10_000, 4050], [20_000, 14_900], [30_000, 24_200]].reduce((c, [now, local]) => learn(c, now, local), NO_CLOCK);
    assert.equal(clock.offset, 5950);
  });

  test("forgets old messages, so that it follows a slow drift", () => {
    let clock = learn(NO_CLOCK, 1000, 0);
    for (let i = 0; i < 8; i += 1) clock = learn(clock, 900 + i * 10_000, i * 10_000);
    assert.equal(clock.offset, 900);
    assert.equal(clock.samples.length, 8);
  });

  test("starts anew when this computer's clock was set forward", () => {
    const clock = learn(learn(NO_CLOCK, 10_000, 10_000), 20_000, 3_620_000);
    assert.equal(clock.offset, -3_600_000);
  });

  test("follows at once when this computer's clock was set back", () => {
    assert.equal(learn(learn(NO_CLOCK, 10_000, 10_000), 20_000, -3_580_000).offset, 3_600_000);
  });

  test("does not believe one slow message", () => {
    assert.equal(learn(learn(NO_CLOCK, 10_000, 10_000), 20_000, 24_000).offset, 0);
  });
});

describe("what remains", () => {
  test("of a running phase is until its end, and below zero after it", () => {
    assert.equal(remaining(running, running.ends_at - 5000), 5000);
    assert.equal(remaining(running, running.ends_at + 20_000), -20_000);
  });
  test("is never more than the whole phase, even where our clock is behind", () => {
    assert.equal(remaining(running, running.starts_at - 40), 45 * MIN);
  });
  test("of a paused phase stands still", () => {
    assert.equal(remaining({ status: "paused", remaining: 700, duration: 1000 }, 99_999_999), 700);
  });
  test("of a planned phase is all of it", () => {
    assert.equal(remaining({ status: "planned", duration: 900 }, 5), 900);
  });
  test("of a phase that is over, or has no end, is nothing", () => {
    assert.equal(remaining({ status: "done", duration: 900, ends_at: 100_000 }, 5), 0);
    assert.equal(remaining({ status: "running", duration: 900 }, 5), 0);
  });
});

describe("how far a phase is", () => {
  test("runs from nothing to all, and stays there in overtime", () => {
    assert.equal(progress(running, running.starts_at), 0);
    assert.equal(progress(running, running.starts_at + 22.5 * MIN), 0.5);
    assert.equal(progress(running, running.ends_at + MIN), 1);
  });
  test("uses the length as it is now, not as it was planned", () => {
    const longer = { ...running, ends_at: running.starts_at + 90 * MIN };
    assert.equal(progress(longer, running.starts_at + 45 * MIN), 0.5);
  });
  test("of a paused phase is what is behind it", () => {
    assert.equal(progress({ status: "paused", duration: 1000, remaining: 250 }, 0), 0.75);
  });
  test("never leaves 0 to 1", () => {
    assert.equal(progress({ status: "paused", duration: 1000, remaining: 2500 }, 0), 0);
    assert.equal(progress({ status: "planned", duration: 1 }, 0), 0);
    assert.equal(progress({ status: "done", duration: 1 }, 0), 1);
    assert.equal(progress({ status: "running", starts_at: 5, ends_at: 5, duration: 0 }, 5), 1);
  });
});

describe("the clock face", () => {
  for (const [ms, text] of [
    [0, "0:00"], [1, "0:01"], [999, "0:01"], [1000, "0:01"], [1001, "0:02"], [59_001, "1:00"],
    [725_000, "12:05"], [60 * MIN, "60:00"], [99 * MIN + 59_000, "99:59"], [100 * MIN, "1:40:00"], [105 * MIN + 7000, "1:45:07"],
    [-1, "0:00"], [-999, "0:00"], [-1000, "-0:01"], [-20_000, "-0:20"], [-20_999, "-0:20"], [-61 * MIN, "-61:00"],
  ]) {
    test(`${ms} ms is ${text}`, () => assert.equal(formatClock(ms), text));
  }
});

describe("spans and instants in words", () => {
  for (const [ms, text] of [[30_000, "30 s"], [MIN, "1 min"], [45 * MIN, "45 min"], [60 * MIN, "1 h"], [65 * MIN, "1 h 05 min"], [150 * MIN, "2 h 30 min"]]) {
    test(`${ms} ms lasts ${text}`, () => assert.equal(formatDuration(ms), text));
  }
  for (const [ms, text] of [
    [-5000, "just now"], [0, "just now"], [59_999, "just now"], [MIN, "1 min ago"], [59 * MIN, "59 min ago"],
    [60 * MIN, "1 h ago"], [23 * 60 * MIN, "23 h ago"], [24 * 60 * MIN, "yesterday"], [72 * 60 * MIN, "3 days ago"],
  ]) {
    test(`${ms} ms back is ${text}`, () => assert.equal(formatAgo(1_000_000_000, 1_000_000_000 + ms), text));
  }
  test("an instant stands on the reader's wall", () => {
    const at = Date.UTC(2026, 10, 20, 17, 45);
    assert.equal(formatWall(at, "Europe/Rome", "en-GB"), "18:45");
    assert.equal(formatWall(at, "UTC", "en-GB"), "17:45");
    assert.match(formatDay(at, "Europe/Rome", "en-GB"), /Friday.* 20 November.* 18:45/);
  });
});

describe("urgency", () => {
  const left = (ms) => urgency(running, running.ends_at - ms);
  test("is quiet, soon from five minutes, last in the last minute, over after the end", () => {
    assert.deepEqual([300_001, 300_000, 60_001, 60_000, 0, -1].map(left), ["quiet", "soon", "soon", "last", "last", "over"]);
  });
  test("is quiet while nothing runs", () => {
    assert.equal(urgency({ status: "paused", remaining: 10 }, 0), "quiet");
    assert.equal(urgency({ status: "planned", duration: 10 }, 0), "quiet");
  });
});
