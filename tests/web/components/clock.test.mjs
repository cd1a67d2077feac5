import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "../harness/dom.mjs";
import { evening, HOST, MINUTE } from "../harness/evening.mjs";
import { show } from "../harness/show.mjs";
import { NOW } from "../harness/time.mjs";

const { formatDay, formatWall } = await load("clock.js");
const { Now } = await load("components/now.js");
const { EveningLine } = await load("components/evening-line.js");
const { Hands } = await load("components/host/hands.js");
const { Plan } = await load("components/plan.js");
const END = NOW + 35 * MINUTE; // of the rooms
const paused = () => {
  const { ends_at: _, ...part } = evening().phases.p1;
  return evening("rooms", { phases: { ...evening().phases, p1: { ...part, status: "paused", remaining: 12 * MINUTE } } });
};

describe("what happens now", () => {
  const now = (view) => show(Now, {}, { view });

  test("says the phase, until when, what comes then, and how long is left", async () => {
    const page = await now(evening("rooms"));
    assert.equal(page.names("heading").join(), "Rooms");
    assert.match(page.text, new RegExp(`until ${formatWall(END)} · then Break, 15 min`));
    assert.equal(page.the("timer").textContent, "35:00");
    await page.clock(NOW + 1000);
    assert.equal(page.the("timer").textContent, "34:59");
  });
  test("is not read aloud each second", async () => {
    assert.equal((await now(evening("rooms"))).the("timer").getAttribute("aria-live"), "off");
  });
  test("stands still while it is paused, and says so", async () => {
    const page = await now(paused());
    assert.match(page.names("heading")[0], /Rooms paused/);
    await page.clock(NOW + 60 * MINUTE);
    assert.equal(page.the("timer").textContent, "12:00");
  });
  test("says when it is the last part", async () => assert.match((await now(evening("panel"))).text, /the last part/));
  test("warns at five minutes and at one, and tells overtime, in words", async () => {
    const page = await now(evening("rooms"));
    const warnings = [];
    for (const left of [5 * MINUTE + 1, 5 * MINUTE, MINUTE + 1, MINUTE, 0, -1]) {
      await page.clock(END - left);
      warnings.push([page.root.querySelector(".now").dataset.urgency, page.root.querySelector(".now__warning")?.textContent]);
    }
    assert.deepEqual(warnings, [["quiet", undefined], ["soon", "Less than 5 minutes left"], ["soon", "Less than 5 minutes left"],
      ["last", "Last minute"], ["last", "Last minute"], ["over", "Over time"]]);
  });
  test("before the start says when it is planned, or who starts it", async () => {
    assert.match((await now(evening("lobby"))).text, /Not started yet.*The host starts it\..*Soon/);
    const page = await now(evening("lobby", { session: { starts_at: NOW } }));
    assert.ok(page.text.includes(`Starts at${formatDay(NOW)}${formatWall(NOW)}`));
  });
  test("at the end says thank you, and when it was", async () => {
    const page = await now(evening("over", { session: { finished_at: NOW } }));
    assert.ok(page.text.startsWith(`Finished${formatDay(NOW)}Thank you`));
  });
});

describe("the evening line", () => {
  test("has a part for each phase, as wide as it is long, and marks the present one", async () => {
    const page = await show(EveningLine, {}, { view: evening("break") });
    assert.deepEqual(page.all("item").map((part) => part.className.match(/w\d+/)[0]), ["w9", "w3", "w12"]);
    assert.deepEqual(page.all("item").map((part) => part.getAttribute("aria-current")), [null, "step", null]);
  });
  test("grows with the time, in the present part only", async () => {
    const page = await show(EveningLine, {}, { view: evening("rooms") });
    const grown = () => [...page.root.querySelectorAll(".evening-line__past")].map((past) => past.style.width);
    assert.deepEqual(grown(), ["22.22%"]);
    await page.clock(END);
    assert.deepEqual(grown(), ["100.00%"]);
  });
  test("says in words what it shows in colours", async () => {
    const page = await show(EveningLine, {}, { view: evening("break") });
    assert.match(page.text, /Rooms.*over, 45 min.*Break.*now, 15 min.*Panel.*to come, 1 h/);
  });
  test("is absent while nothing is planned", async () => {
    assert.equal((await show(EveningLine, {}, { view: evening("lobby", { phases: {} }) })).text, "");
  });
});

describe("the plan", () => {
  test("tells when each part is expected, and what was planned where that differs", async () => {
    const { phases } = evening("rooms");
    const late = { ...phases.p2, planned_starts_at: END - 2 * MINUTE };
    const page = await show(Plan, {}, { view: evening("rooms", { phases: { ...phases, p2: late, p3: { ...phases.p3, planned_starts_at: END + 15 * MINUTE } } }) });
    const [rooms, rest, panel] = page.names("item");
    assert.match(rooms, /45 min · now/);
    assert.ok(rest.includes(formatWall(END)) && rest.includes(`planned ${formatWall(END - 2 * MINUTE)}`));
    assert.doesNotMatch(panel, /planned/);
  });
});

describe("the host's hands on the clock", () => {
  const hands = (view) => show(Hands, {}, { view, me: HOST });

  test("start, after asking", async () => {
    const page = await hands(evening("lobby"));
    assert.deepEqual(page.names("button"), ["Start"]);
    await page.press("Start");
    assert.ok(page.has("group", "Start “Rooms” for everybody now?"));
    await page.key("Escape");
    await page.confirm("Start");
    assert.deepEqual(page.sent, [["agenda.start"]]);
  });
  test("next names the phase it leaves, so two hosts move one phase", async () => {
    const page = await hands(evening("rooms"));
    await page.press("Next: Break");
    await page.press("Begin Break");
    assert.deepEqual(page.sent, [["agenda.advance", { from_phase: "p1" }]]);
  });
  test("longer and shorter name the end they saw, so two hosts add five minutes, not ten", async () => {
    const page = await hands(evening("rooms"));
    await page.press("+5 min");
    await page.press("−1 min");
    assert.deepEqual(page.sent, [
      ["agenda.set_end", { phase_id: "p1", ends_at: END + 5 * MINUTE, expected_ends_at: END }],
      ["agenda.set_end", { phase_id: "p1", ends_at: END - MINUTE, expected_ends_at: END }],
    ]);
  });
  test("a stale end is refused in words", async () => {
    const page = await hands(evening("rooms"));
    page.answers.push({ ok: false, code: "agenda.stale_end" });
    await page.press("+5 min");
    assert.match(page.text, /The end has just been changed/);
  });
  test("pause, and resume where it is paused; then the end stands still", async () => {
    const page = await hands(evening("rooms"));
    await page.press("Pause");
    await page.change({ view: paused() });
    assert.equal(page.has("button", "+5 min"), false);
    await page.press("Resume");
    assert.deepEqual(page.sent, [["agenda.pause"], ["agenda.resume"]]);
  });
  test("the last part is followed by the finish, once", async () => {
    const page = await hands(evening("panel"));
    assert.deepEqual(page.names("button"), ["Finish", "−1 min", "+5 min", "Pause"]);
    await page.confirm("Finish");
    assert.deepEqual(page.sent, [["session.finish"]]);
  });
  test("the finish tells what becomes of the questions that were not heard", async () => {
    const asked = async (...statuses) => {
      const page = await hands(evening("panel", { questions: Object.fromEntries(statuses.map((status, i) => [`q${i}`, { status }])) }));
      await page.press("Finish");
      return page.all("group").map((each) => each.getAttribute("aria-label")).find((each) => each?.startsWith("Finish"));
    };
    assert.equal(await asked("answered"), "Finish the session for everybody?");
    assert.equal(await asked("open", "on_air"), "Finish the session for everybody? 2 open questions get a written answer later.");
    assert.equal(await asked("open", "pending", "pending"), "Finish the session for everybody? 1 open question gets a written answer later; 2 still wait for review.");
    assert.equal(await asked("pending"), "Finish the session for everybody? 1 question still waits for review.");
  });
  test("have nothing to do when it is over", async () => assert.equal((await hands(evening("over"))).text, ""));
});
