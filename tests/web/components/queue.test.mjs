import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { document, load } from "../harness/dom.mjs";
import { draft, evening, HOST, question, ROOMS } from "../harness/evening.mjs";
import { later, show } from "../harness/show.mjs";
import { NOW, settle } from "../harness/time.mjs";

const { formatWall } = await load("clock.js");
const { Hands } = await load("components/host/hands.js");
const { QueuePanel } = await load("components/host/queue-panel.js");
const rooms = { r1: { ...ROOMS.r1, speaker: "Ben" }, r2: { ...ROOMS.r2, speaker: "Cleo" } };
const reason = { rule: "fair_turn", turn: 1, room_id: "r2", airtime: 0, support: 2, rooms: 1 };
const air = question("A-1", "Why?", { status: "on_air", on_air_since: NOW });
const first = question("B-1", "How?", { rank: 1, score: 5, support: 2, reason });
const second = question("B-2", "When?", { rank: 2, score: 1 });
const third = question("A-2", "Where?", { rank: 3, score: 1 });
const three = { q1: first, q2: second, q3: third };
const panel = (questions, { at = "panel", ...session } = {}) => evening(at, { questions, rooms, session: { handed_over_at: NOW, ...session } });
const queue = (questions, session, more = {}) => show(QueuePanel, {}, { view: panel(questions, session), me: HOST, ...more });
const places = (page) => [...page.root.querySelectorAll(".waits .question__number")].map((each) => each.textContent);
const menuOf = (page, number) => page.unfold(`Change ${number}`);
const whyField = (page, number) => page.the("group", `${number} out of its turn`).querySelector("input");
function why(page, number, words) {
  const field = whyField(page, number);
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return settle();
}
const filled = (page) => page.all("button").filter((each) => /(^| )button($| )/.test(each.className) && !/button--(quiet|plain|second)/.test(each.className));

describe("the host's queue", () => {
  test("stands by rank, and tells who speaks and why here", async () => {
    const page = await queue({ q2: second, q1: first });
    assert.deepEqual(places(page), ["B-1", "B-2"]);
    assert.match(page.text, /1B-1 How\?Cleo · B · Networks · 5 votesRound 1 for room B\. Supported by 2 people of 1 other room\./);
  });
  test("marks what is next, held, and moved by the host", async () => {
    const override = { kind: "moved", by: "host", at: NOW, reason: "It fits" };
    const page = await queue({ q1: { ...first, next: true }, q2: { ...second, held: "absent" }, q3: { ...third, override } });
    assert.match(page.text, /Next Round 1.*Held Held, as nobody who speaks for room B is here\..*Moved The host moved it here: It fits\./);
  });
  test("tells for whom a question is, who answers, and who wrote it if that is another one", async () => {
    const page = await queue({ q1: { ...first, addressed_to: "Dr. Ode", claimed_by: "Dr. Eze", author: "Dina", edited: true } });
    assert.match(page.text, /5 votes · for Dr\. Ode · Dr\. Eze answers · written by Dina · edited/);
    assert.doesNotMatch((await queue({ q1: { ...first, author: "Cleo" } })).text, /written by/);
  });
  test("is handed over once, after asking; then it says since when", async () => {
    const page = await queue(three, { handed_over_at: undefined });
    assert.match(page.text, /Only you and the moderator see the order/);
    await page.confirm("Hand over to the panel");
    assert.deepEqual(page.sent, [["qa_queue.hand_over"]]);
    await page.change({ view: panel(three) });
    assert.ok(page.text.includes(`Handed over to the panel at ${formatWall(NOW)}.`));
    assert.equal(page.has("button", "Hand over to the panel"), false);
  });
  test("has nothing to hand over while it is empty", async () => {
    const page = await queue({}, { handed_over_at: undefined });
    assert.match(page.text, /No question is submitted yet\./);
    assert.equal(page.has("button", "Hand over to the panel"), false);
  });
  test("says what still waits for review: when it is handed over, while it is empty, at the end", async () => {
    const p = { p1: question("A-3", "Wait", { status: "pending" }) };
    const page = await queue({ ...three, ...p }, { handed_over_at: undefined });
    await page.press("Hand over to the panel");
    assert.ok(page.has("group", "Show the order to everybody and hand the queue to the panel? 1 question still waits for review."));
    assert.match((await queue(p)).text, /1 waits for review; none is open yet\./);
    assert.match((await queue(p, { at: "over" })).text, /No question is left open\. 1 question still waits for review\./);
  });
  test("is over at the end, but for better words", async () => {
    const page = await queue({ q1: { ...air, status: "answered", answered_at: NOW } }, { at: "over" });
    assert.match(page.text, /No question is left open\..*Answered 1/);
    assert.deepEqual(page.names("button"), ["Change the answer to A-1", "Correct the words of A-1"]);
  });
});

describe("calling", () => {
  test("the next one is one press on the one filled button, and passes over what is held", async () => {
    const page = await queue({ ...three, q1: { ...first, held: "host" } });
    assert.deepEqual(filled(page).map((each) => each.getAttribute("aria-label")), ["Call next: B-2"]);
    await page.press("Call next: B-2");
    assert.deepEqual(page.sent, [["panel.call", { question_id: "q2" }]]);
  });
  test("another one says that it is out of turn, with a reason if the host gives one", async () => {
    const page = await queue(three);
    await menuOf(page, "A-2");
    await page.press("Call A-2 now");
    await why(page, "A-2", " It fits ");
    await page.press("Call A-2 now");
    assert.deepEqual(page.sent, [["panel.call", { question_id: "q3" }], ["panel.call", { question_id: "q3", reason: "It fits" }]]);
  });
  test("is not possible while one is on air, nor before the panel", async () => {
    for (const [questions, session] of [[{ q0: air, ...three }, {}], [three, { at: "break" }]]) {
      assert.deepEqual((await queue(questions, session)).names("button").filter((name) => name.startsWith("Call")), []);
    }
  });
  test("of the others waits for the end of the one on air, and they say so", async () => {
    const said = (page) => page.text.match(/You can call it when the one on air has ended\./g)?.length;
    assert.deepEqual([said(await queue({ q0: air, ...three })), said(await queue(three))], [3, undefined]);
  });
  test("comes after handing over: until then that is the filled button", async () => {
    assert.deepEqual(filled(await queue(three, { handed_over_at: undefined })).map((each) => each.textContent), ["Hand over to the panel"]);
  });
  test("comes before going on to the next part", async () => {
    const next = async (questions) => filled(await show(Hands, {}, { view: panel(questions), me: HOST })).length;
    assert.deepEqual([await next(three), await next({ q0: air })], [0, 0]);
  });
});

describe("a move", () => {
  const shown = async (more = {}) => {
    const page = await queue(three, {}, { version: 7, ...more });
    await menuOf(page, "B-2");
    return page;
  };
  const swapped = { q1: { ...first, rank: 2 }, q2: { ...second, rank: 1 }, q3: third };

  test("goes before another question, or to the end, and says which version was looked at", async () => {
    const page = await shown();
    await page.press("Earlier: B-2");
    await page.press("Later: B-2");
    assert.deepEqual(page.sent, [["qa_queue.move", { question_id: "q2", before: "q1", seen_version: 7 }], ["qa_queue.move", { question_id: "q2", seen_version: 7 }]]);
  });
  test("goes to a certain place", async () => {
    const page = await queue(three);
    await page.choose("Place for A-2", "0");
    await page.press("Move A-2 there");
    assert.deepEqual(page.sent, [["qa_queue.move", { question_id: "q3", before: "q1", seen_version: 1 }]]);
  });
  test("never goes before what is next, and never moves that", async () => {
    const page = await queue({ ...three, q1: { ...first, next: true } });
    await page.press("Earlier: B-2");
    assert.deepEqual(page.sent, []);
    assert.equal(page.has("button", "Earlier: B-1"), false);
    assert.deepEqual([...page.the("choice", "Place for B-2").options].map((each) => each.textContent), ["place 2", "place 3"]);
  });
  test("is followed by the list although the finger is in it, and keeps the focus", async () => {
    const page = await shown();
    page.all("list").find((each) => each.matches("ol")).dispatchEvent(new Event("pointerenter"));
    page.the("button", "Earlier: B-2").focus();
    await page.press("Earlier: B-2");
    await page.change({ view: panel(swapped), version: 8 });
    assert.deepEqual(places(page), ["B-2", "B-1", "A-2"]);
    assert.equal(document.activeElement.getAttribute("aria-label"), "Earlier: B-2");
  });
  test("of an order that is not the one shown any more says so, shows it, and loses nothing", async () => {
    const page = await shown();
    page.all("list").find((each) => each.matches("ol")).dispatchEvent(new Event("pointerenter"));
    await why(page, "B-2", "It fits");
    await page.change({ view: panel(swapped), version: 8 });
    assert.deepEqual(places(page), ["B-1", "B-2", "A-2"], "it keeps still under the finger");
    page.answers.push({ ok: false, code: "qa_queue.stale_order", order: ["q2", "q1", "q3"] });
    await page.press("Later: B-2");
    assert.deepEqual(page.sent, [["qa_queue.move", { question_id: "q2", seen_version: 7, reason: "It fits" }]]);
    assert.match(page.text, /The order has changed meanwhile\. Look at it and move again\. Now it is B-2, B-1 and A-2\./);
    assert.deepEqual(places(page), ["B-2", "B-1", "A-2"]);
    assert.equal(whyField(page, "B-2").value, "It fits");
    await page.press("Later: B-2");
    assert.equal(page.sent[1][1].seen_version, 8);
  });
  test("is one command while it is under way", async () => {
    const page = await shown();
    const [promise, answer] = later();
    page.answers.push(promise);
    await page.press("Later: B-2");
    await page.press("Later: B-2");
    await answer();
    assert.equal(page.sent.length, 1);
  });
  test("up tells what it costs, where rooms take turns", async () => {
    const cost = /Moved up, it takes room B’s next turn; the room’s other questions come a round later\./;
    const page = await queue({ q1: first, q2: second }, { ranking: "fair_turn" });
    assert.equal(page.text.match(new RegExp(cost, "g")).length, 1, "the first one cannot be moved up");
    assert.doesNotMatch((await queue({ q1: first, q2: second }, { ranking: "by_votes" })).text, /Moved up/);
    const both = await queue({ q1: first, q2: { ...second, credited: ["r1"] } }, { ranking: "fair_turn" });
    assert.match(both.text, /Moved up, it takes the next turn of rooms A and B; their other questions come a round later\./);
  });
  test("can be taken back, one or all", async () => {
    const page = await queue({ ...three, q2: { ...second, override: { kind: "moved", by: "host", at: NOW } } });
    await page.press("Take back the move of B-2");
    await page.press("Take back all moves");
    assert.deepEqual(page.sent, [["qa_queue.drop_overrides", { question_id: "q2" }], ["qa_queue.drop_overrides", {}]]);
    assert.equal((await queue(three)).names("button").some((name) => name.startsWith("Take back")), false);
  });
});

describe("what else is done with a waiting question", () => {
  test("it is held and released", async () => {
    const page = await queue({ q1: first, q2: { ...second, held: "host" } });
    await page.press("Hold B-1");
    await page.press("Release B-2");
    assert.deepEqual(page.sent, [["panel.hold", { question_id: "q1" }], ["panel.release", { question_id: "q2" }]]);
  });
  test("its button keeps the focus when it is held", async () => {
    const page = await queue({ q1: first });
    page.the("button", "Hold B-1").focus();
    await page.press("Hold B-1");
    await page.change({ view: panel({ q1: { ...first, held: "host" } }) });
    assert.equal(document.activeElement, page.the("button", "Release B-1"));
  });
  test("where nobody was there to ask it, somebody is said to be here", async () => {
    const away = { r1: rooms.r1, r2: { ...ROOMS.r2, representative: "Cleo", representative_id: "c1", absent: ["representative"] } };
    const page = await show(QueuePanel, {}, { view: { ...panel({ q1: { ...first, held: "absent" } }), rooms: away }, me: HOST });
    await page.press("Cleo is here");
    assert.deepEqual(page.sent, [["rooms.mark_present", { participant_id: "c1" }]]);
    assert.equal(page.has("button", "Release B-1"), false);
  });
  test("an answer is promised, by somebody, until a day", async () => {
    const people = { e1: { name: "Dr. Ode", roles: ["panelist"] }, h1: { name: "Hanna", roles: ["host"] }, a1: { name: "Ana", roles: ["participant"] } };
    const page = await show(QueuePanel, {}, { view: { ...panel({ q1: { ...first, addressed_to: "Dr. Ode" } }), people }, me: HOST });
    await page.press("Promise an answer to B-1");
    assert.equal(page.the("field", "Who will answer").value, "Dr. Ode");
    assert.deepEqual([...page.root.querySelectorAll(".promise-form option")].map((each) => each.value), ["Dr. Ode", "Hanna"]);
    await page.type("Who will answer", "The ministry");
    await page.press("Promise the answer");
    assert.deepEqual(page.sent, [["panel.promise", { question_id: "q1", owner: "The ministry", due_at: Date.UTC(2026, 11, 16, 23, 59) }]]);
  });
  test("a promise that is refused keeps what was typed", async () => {
    const page = await queue(three);
    await page.press("Promise an answer to B-1");
    await page.type("Who will answer", "Dr. Eze");
    page.answers.push({ ok: false, code: "panel.bad_due" });
    await page.press("Promise the answer");
    assert.match(page.text, /The date has to lie ahead\./);
    assert.equal(page.the("field", "Who will answer").value, "Dr. Eze");
  });
  test("it gets better words", async () => {
    const page = await queue({ q1: first });
    await page.press("Edit B-1");
    await page.type("Change the words of B-1", "How so?");
    await page.press("Save");
    assert.deepEqual(page.sent.map(([name]) => name), ["qa_queue.edit"]);
  });
  test("it is lost only after asking", async () => {
    const page = await queue({ q1: first });
    await page.confirm("Take out");
    assert.deepEqual(page.sent, [["qa_queue.withdraw", { question_id: "q1" }]]);
  });
  test("the host submits for a room whose representative is missing, while that is open", async () => {
    const page = await queue({ d1: draft("Why?", { score: 2 }) }, { at: "rooms" });
    assert.match(page.text, /Drafts in the rooms 1.*2 votes/);
    await page.press(/^Submit.*Why\?$/);
    assert.deepEqual(page.sent, [["qa_queue.submit", { question_id: "d1" }]]);
    assert.equal((await queue({ d1: draft("Why?") }, { at: "break" })).names("button").some((name) => name.startsWith("Submit")), false);
  });
});

describe("what was ended last", () => {
  const answered = { ...air, status: "answered", answered_at: NOW - 2 };
  const promised = question("B-3", "Who?", { status: "promised", owner: "Dr. Ode", promised_at: NOW - 1 });

  test("is taken back with one press, until the next one is on air", async () => {
    const page = await queue({ q0: answered, q1: first });
    assert.match(page.text, /A-1 is answered\./);
    await page.press("Undo: A-1 is answered");
    assert.deepEqual(page.sent, [["panel.reopen", { question_id: "q0" }]]);
    await page.change({ view: panel({ q0: answered, q1: { ...first, status: "on_air" } }) });
    assert.equal(page.has("button", "Undo: A-1 is answered"), false);
  });
  test("may be a promise", async () => {
    const page = await queue({ q0: answered, q9: promised });
    await page.press("Undo: B-3 is promised");
    assert.deepEqual(page.sent, [["panel.reopen", { question_id: "q9" }]]);
  });
  test("is nothing older than what was skipped or held since", async () => {
    const undo = async (more) => (await queue({ q0: answered, q1: { ...first, ...more } })).has("button", "Undo: A-1 is answered");
    assert.deepEqual([await undo({ on_air_at: NOW - 1 }), await undo({ on_air_at: NOW - 3 }), await undo({})], [false, true, true]);
  });
  test("is nothing older than a follow-up that ended", async () => {
    const older = question("B-4", "Old?", { status: "answered", answered_at: NOW - 9, on_air_at: NOW - 10 });
    const page = await queue({ q0: answered, q4: { ...older, status: "on_air", follow_up: true, on_air_since: NOW } });
    await page.change({ view: panel({ q0: answered, q4: older }) });
    assert.equal(page.names("button").some((name) => name.startsWith("Undo")), false);
  });
  test("is not a written answer", async () => {
    assert.equal((await queue({ q0: { ...answered, written_at: NOW } })).names("button").some((name) => name.startsWith("Undo")), false);
  });
  test("gets a follow-up, as does every answered one", async () => {
    const page = await queue({ q0: answered });
    const buttons = page.all("button").filter((each) => each.getAttribute("aria-label") === "Follow-up to A-1");
    assert.equal(buttons.length, 2);
    buttons[0].click();
    await page.press("Reopen A-1");
    assert.deepEqual(page.sent, [["panel.follow_up", { question_id: "q0" }], ["panel.reopen", { question_id: "q0" }]]);
  });
});

describe("the focus", () => {
  const onAir = { q0: air, ...three };
  const over = { q0: { ...air, status: "answered", answered_at: NOW }, ...three };
  async function after(questions, then, held) {
    const page = await queue(questions);
    const focused = held ? held(page) : page.the("button", "Answered");
    focused.focus();
    await page.change({ view: panel(then) });
    return [page, document.activeElement];
  }

  test("goes from what ended a question to the call of the next", async () => {
    const ends = [(page) => page.the("button", "Answered"), (page) => page.the("button", "Skip for now"), (page) => page.the("button", "Hold A-1"), (page) => page.the("button", "Promise")];
    for (const held of ends) {
      const [page, focused] = await after(onAir, over, held);
      assert.equal(focused, page.the("button", "Call next: B-1"));
      assert.equal(await page.key("Enter", { repeat: true }), true, "a key held down calls nobody");
      assert.equal(await page.key("Enter"), false);
    }
  });
  test("goes to the queue where there is no next", async () => {
    const [page, focused] = await after({ q0: air }, { q0: over.q0 });
    assert.equal(focused, page.the("heading", "Questions"));
  });
  test("goes to no button from a field, where the next key would press it", async () => {
    const [page, focused] = await after(onAir, over, ({ root }) => root.querySelector(".on-air textarea"));
    assert.equal(focused, page.the("heading", "Questions"));
  });
  test("goes from the call, and from undo, to what is on air", async () => {
    const called = { ...three, q1: { ...first, status: "on_air", on_air_since: NOW } };
    assert.equal((await after(three, called, (page) => page.the("button", "Call next: B-1")))[1].textContent, "On air");
    assert.equal((await after(over, onAir, (page) => page.the("button", "Undo: A-1 is answered")))[1].textContent, "On air");
  });
  test("stays where it was elsewhere", async () => {
    const elsewhere = (page) => page.the("button", "Edit B-2");
    const [page, focused] = await after(onAir, over, elsewhere);
    assert.equal(focused, elsewhere(page));
  });
});

describe("the rule of the queue", () => {
  test("is told with what it means, and changed with one press", async () => {
    const page = await queue(three, { ranking: "fair_turn" });
    assert.match(page.text, /Order of the queue fair turn.*Every room gets a turn before any room gets another\./);
    assert.equal(page.the("button", "Fair turn").getAttribute("aria-pressed"), "true");
    await page.press("By votes");
    assert.deepEqual(page.sent, [["qa_queue.set_ranking", { rule: "by_votes" }]]);
    await page.change({ view: panel(three, { ranking: "by_votes" }) });
    assert.match(page.text, /The question with the most votes comes first/);
  });
});

describe("review", () => {
  test("is switched on and off, and says how many wait", async () => {
    const page = await queue({ p1: question("A-3", "Wait", { status: "pending" }) });
    assert.ok(page.has("fold", "Review 1 waiting"));
    await page.press("A moderator reviews new questions");
    await page.change({ view: panel({}, { moderation: true }) });
    assert.ok(page.has("fold", "Review on"));
    assert.equal(page.the("button", "A moderator reviews new questions").getAttribute("aria-checked"), "true");
    await page.press("A moderator reviews new questions");
    assert.deepEqual(page.sent, [["qa_queue.set_moderation", { on: true }], ["qa_queue.set_moderation", { on: false }]]);
  });
  test("is done in the fold, once it is open", async () => {
    const page = await queue({ p1: question("A-3", "Wait", { status: "pending" }) });
    assert.doesNotMatch(page.text, /To review/);
    await page.unfold("Review 1 waiting");
    assert.match(page.text, /To review.*A-3/);
    assert.deepEqual(page.all("button").filter((each) => each.closest("#review") && each.dataset.shortcut), []);
  });
});

describe("review at the end", () => {
  const waits = { p1: question("A-3", "Wait", { status: "pending" }) };
  const over = (questions) => queue(questions, { at: "over" });

  test("stays while something waits, and cannot be switched", async () => {
    const page = await over(waits);
    await page.unfold("Review 1 waiting");
    assert.match(page.text, /The session is over\. What you approve now gets a written answer later\./);
    assert.equal(page.has("button", "A moderator reviews new questions"), false);
    await page.press("Approve A-3");
    assert.deepEqual(page.sent, [["qa_queue.approve", { question_id: "p1", seen: "pending" }]]);
  });
  test("is gone where nothing waits and nothing was rejected", async () => {
    assert.equal((await over({})).root.querySelector("#review"), null);
    assert.ok((await over({ p1: { ...waits.p1, status: "rejected" } })).root.querySelector("#review"));
  });
});

test("the airtime of the rooms is a table that can be read", async () => {
  const heard = { r1: { ...rooms.r1, airtime: 90_000, turns: 2 }, r2: { ...rooms.r2, airtime: 0, turns: 0 } };
  const page = await show(QueuePanel, {}, { view: { ...panel(three), rooms: heard }, me: HOST });
  const rows = [...page.root.querySelectorAll(".airtime tr")].map((row) => [...row.children].map((cell) => cell.textContent.trim()).join(" | "));
  assert.deepEqual(rows, ["Room | Airtime | Turns | Waiting", "A Mentoring | 1:30 | 2 | 1", "B Networks | 0:00 | 0 | 2"]);
  assert.equal((await queue(three)).root.querySelector(".airtime"), null, "not before the first turn");
});
