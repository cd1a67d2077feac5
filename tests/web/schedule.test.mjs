import { strict as assert } from "node:assert";
import { describe, test } from "node:test";
import { lengthOf, schedule } from "../../web/static/js/schedule.js";

const MINUTE = 60_000;
const at = (minutes) => minutes * MINUTE;
const part = (position, minutes, more = {}) => ({ position, kind: "break", title: `Part ${position}`, status: "planned", duration: at(minutes), ...more });

/** Three parts of 45, 15 and 60 minutes; times in minutes. */
function times(now, changed, session = { status: "live" }) {
  const phases = { p1: part(0, 45), p2: part(1, 15), p3: part(2, 60) };
  for (const [id, more] of Object.entries(changed)) Object.assign(phases[id], more);
  return schedule({ session, phases }, at(now)).map(({ from, to, left_out, shifted }) => [from / MINUTE, to / MINUTE, ...(left_out ? ["left out"] : []), ...(shifted ? ["shifted"] : [])]);
}

describe("the times of the evening", () => {
  const running = { status: "running", starts_at: at(100), ends_at: at(145) };

  test("follow from the part that runs", () => {
    assert.deepEqual(times(110, { p1: running }), [[100, 145], [145, 160], [160, 220]]);
  });
  test("move on while a part is paused: it will end its rest after now", () => {
    const paused = { status: "paused", starts_at: at(100), remaining: at(30) };
    assert.deepEqual(times(120, { p1: paused }), [[100, 150], [150, 165], [165, 225]]);
    assert.deepEqual(times(125, { p1: paused }), [[100, 155], [155, 170], [170, 230]]);
  });
  test("move on while a part is over time", () => {
    assert.deepEqual(times(150, { p1: running }).slice(0, 2), [[100, 150], [150, 165]]);
  });
  test("stop moving where a part has a fixed end", () => {
    assert.deepEqual(times(150, { p1: running, p2: { ends_at: at(170) } }), [[100, 150], [150, 170], [170, 230]]);
    assert.deepEqual(times(150, { p1: running, p2: { ends_at: at(140) } })[1], [150, 150], "no part lasts less than nothing");
  });
  test("tell what was planned at another minute", () => {
    const [, second, third] = times(110, { p1: running, p2: { planned_starts_at: at(140) }, p3: { planned_starts_at: at(160) } });
    assert.deepEqual([second.at(-1), third.at(-1)], ["shifted", 220]);
  });
  test("tell what is over as it was, and what never ran", () => {
    const past = { p1: { status: "done", starts_at: at(100), ended_at: at(140) }, p2: { status: "done" }, p3: { status: "running", starts_at: at(140), ends_at: at(200) } };
    const [first, second, third] = times(150, past);
    assert.deepEqual([first, second[2], third], [[100, 140], "left out", [140, 200]]);
  });
  test("before the start follow the plan, which is never behind us", () => {
    const lobby = { status: "lobby", starts_at: at(100) };
    assert.deepEqual(times(90, {}, lobby), [[100, 145], [145, 160], [160, 220]]);
    assert.deepEqual(times(110, {}, lobby)[0], [110, 155]);
    assert.deepEqual(times(110, {}, { status: "lobby" })[0], [NaN, NaN], "nobody knows");
  });
});

test("a part that is over was as long as it was", () => {
  const [over] = schedule({ session: { status: "finished" }, phases: { p1: part(0, 45, { status: "done", starts_at: 0, ended_at: at(7) }) } }, at(50));
  assert.equal(lengthOf(over), at(7));
  assert.equal(lengthOf(part(0, 45)), at(45));
});
