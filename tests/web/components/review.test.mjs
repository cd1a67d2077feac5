import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { document, load } from "../harness/dom.mjs";
import { evening, HOST, question } from "../harness/evening.mjs";
import { later, show } from "../harness/show.mjs";
import { pass, settle } from "../harness/time.mjs";

const { h } = await import("preact");
const { ReviewPanel } = await load("components/review/review-panel.js");
const { Keyboard } = await load("components/keyboard.js");
const { REVIEW_KEYS } = await load("shortcuts.js");

const MOD = { ...HOST, id: "moderator", roles: ["moderator"] };
const pending = (number, text, at, more = {}) => question(number, text, { status: "pending", submitted_at: at, ...more });
const THREE = { q1: pending("A-1", "First", 1, { author: "Ana" }), q2: pending("B-1", "Second", 2), q3: pending("A-2", "Third", 3) };
const view = (questions = THREE, session = { moderation: true }) => evening("break", { questions, session });
const shown = (questions, session, more = {}) => show(ReviewPanel, {}, { view: view(questions, session), me: MOD, ...more });
const now = (page) => page.root.querySelector(".review__text")?.textContent.trim();
const told = (page) => page.root.querySelector(".review__told").textContent;
const became = (page, changes, base = THREE) => page.change({ view: view(Object.fromEntries(Object.entries({ ...base, ...changes }).filter(([, q]) => q))) });

let alike;
beforeEach(() => {
  alike = {};
  globalThis.fetch = async (_, { body }) => {
    const found = alike[JSON.parse(body).question_id] ?? [];
    return { ok: true, json: async () => ({ similar: found.map((question_id) => ({ question_id, percent: 90 })) }) };
  };
});

describe("what waits for review", () => {
  test("stands one at a time, the oldest first, with whose it is", async () => {
    const page = await shown();
    assert.match(page.text, /To review\s*3 wait/);
    assert.match(now(page), /A-1 First/);
    assert.match(page.text, /A · Mentoring · Ana/);
    assert.equal(page.all("group").length + page.root.querySelectorAll(".review__card").length, 1, "and no other is drawn");
  });
  test("says whom it is meant for, that it is anonymous, and how it read before", async () => {
    const page = await shown({ q1: pending("A-1", "First", 1, { anonymous: true, addressed_to: "Dr. Ode", edited: true, history: [{ text: "Furst", at: 0, by: "Ana" }] }) });
    assert.match(page.text, /anonymous · .* · for Dr\. Ode · edited/);
    assert.match(page.text, /1 earlier wording.*Furst/);
  });
  test("is a sentence where nothing waits", async () => {
    assert.match((await shown({}, {})).text, /Questions go to everybody at once\./);
    const page = await shown({});
    assert.match(page.text, /Nothing waits\. New questions come here first\. Only the host can switch that off\./);
    assert.equal(page.all("button").length, 0);
  });
  test("is not told the host that the host may switch it", async () => assert.doesNotMatch((await shown({}, undefined, { me: HOST })).text, /Only the host/));
  test("stays when the evening is over, and goes when nothing is left to decide", async () => {
    const page = await shown();
    await page.change({ view: evening("over", { questions: THREE }) });
    assert.match(page.text, /To review\s*3 wait.*The session is over\. What you approve now gets a written answer later\./);
    await page.change({ view: evening("over", { questions: {} }) });
    assert.equal(page.text, "");
  });
  test("begins with the newest where the second moderator says so, also after a reload", async () => {
    const page = await shown();
    await page.press("Newest first", "checkbox");
    assert.match(now(page), /A-2/);
    await page.reload();
    assert.match(now(page), /A-2/);
  });
  test("can be looked through, without deciding", async () => {
    const page = await shown();
    await page.press("Next question");
    await page.press("Next question");
    await page.press("Next question");
    assert.match(now(page), /A-2/);
    await page.press("Previous question");
    assert.match(now(page), /B-1/);
    assert.match(page.text, /2 of 3/);
    assert.deepEqual(page.sent, []);
  });
  test("is counted aloud when the count has rested", async () => {
    const page = await shown();
    const aloud = () => page.all("status").map((each) => each.textContent).find((each) => each.includes("for review"));
    await became(page, { q1: question("A-1", "First") });
    assert.equal(aloud(), "3 wait for review.");
    await pass(3000);
    assert.equal(aloud(), "2 wait for review.");
  });
});

describe("approving", () => {
  test("sends one command, and the next question takes the place while the focus stays", async () => {
    const page = await shown();
    const button = page.the("button", "Approve A-1");
    button.focus();
    await page.press("Approve A-1");
    assert.deepEqual(page.sent, [["qa_queue.approve", { question_id: "q1", seen: "pending" }]]);
    assert.match(now(page), /B-1/, "before the view tells");
    assert.equal(document.activeElement, button);
    await became(page, { q1: question("A-1", "First") });
    assert.match(now(page), /B-1/);
    assert.equal(told(page), "");
  });
  test("is not meant twice by a double click, nor by a key held down", async () => {
    const page = await shown();
    const button = page.the("button", "Approve A-1");
    const click = new Event("click", { bubbles: true });
    Object.defineProperty(click, "detail", { value: 2 });
    button.dispatchEvent(click);
    await settle();
    assert.deepEqual(page.sent, []);
    assert.equal(await page.key("Enter", { repeat: true }, button), true);
    assert.equal(await page.key("Enter", {}, button), false);
  });
  test("waits for its answer before another one", async () => {
    const page = await shown();
    const [promise, answer] = later();
    page.answers.push(promise);
    await page.press("Approve A-1");
    await page.press("Approve A-1");
    assert.equal(page.sent.length, 1);
    assert.equal(page.the("button", "Approve A-1").getAttribute("aria-busy"), "true");
    await answer();
    assert.match(now(page), /B-1/);
  });
  test("that is refused says so in words, and the question stays", async () => {
    const page = await shown();
    page.answers.push({ ok: false, code: "session.finished" });
    await page.press("Approve A-1");
    assert.equal(told(page), "A-1: The session is over.");
    assert.match(now(page), /A-1/);
  });
});

describe("rejecting", () => {
  test("asks why, and one press on a ready reason sends", async () => {
    const page = await shown();
    await page.press("Reject… A-1");
    assert.equal(document.activeElement, page.the("button", "Asked already"));
    assert.match(page.text, /only its author sees the reason/);
    await page.press("Names a person");
    assert.deepEqual(page.sent, [["qa_queue.reject", { question_id: "q1", reason: "Names a person", seen: "pending" }]]);
    assert.match(now(page), /B-1/);
    assert.equal(document.activeElement, page.the("button", "Reject… B-1"), "the focus is back where it was");
  });
  test("takes own words, which are kept until they are sent", async () => {
    const page = await shown();
    await page.press("Reject… A-1");
    await page.type("In other words", "Two questions in one");
    await page.press("Not now");
    await page.press("Reject… A-1");
    assert.equal(page.the("field", "In other words").value, "Two questions in one");
    await page.press("Reject");
    assert.deepEqual(page.sent, [["qa_queue.reject", { question_id: "q1", reason: "Two questions in one", seen: "pending" }]]);
  });
  test("ends with Escape", async () => {
    const page = await shown();
    await page.press("Reject… A-1");
    await page.key("Escape");
    assert.ok(page.has("button", "Approve A-1"));
    assert.deepEqual(page.sent, []);
  });
});

describe("better words", () => {
  test("are written in the place of the old ones, and the question goes on waiting", async () => {
    const page = await shown();
    await page.press("Edit A-1");
    await page.type("Change the words of A-1", " Firstly ");
    await page.press("Save");
    assert.deepEqual(page.sent, [["qa_queue.edit", { question_id: "q1", text: "Firstly" }]]);
    assert.match(now(page), /A-1/);
    assert.ok(page.has("button", "Undo: A-1 edited"));
  });
  test("that are the same send nothing", async () => {
    const page = await shown();
    await page.press("Edit A-1");
    await page.press("Save");
    assert.deepEqual(page.sent, []);
    assert.ok(page.has("button", "Approve A-1"));
  });
  test("say when somebody else changes the words meanwhile, and keep what was written", async () => {
    const page = await shown();
    await page.press("Edit A-1");
    await page.type("Change the words of A-1", "Mine");
    await became(page, { q1: { ...THREE.q1, text: "Theirs" } });
    assert.match(page.text, /Somebody else changed the words meanwhile: Theirs/);
    assert.equal(page.the("field", "Change the words of A-1").value, "Mine");
  });
});

describe("merging", () => {
  test("offers what is nearly the same, beside the question", async () => {
    alike = { q1: ["q3"] };
    const page = await shown();
    assert.match(page.text, /Nearly the same, waiting for review: A-2 Third/);
    await page.press("Merge into it: A-2");
    assert.deepEqual(page.sent, [["qa_queue.merge", { question_id: "q1", into: "q3" }]]);
    assert.match(now(page), /B-1/);
  });
  test("chooses among all others, the most alike first, or by their words", async () => {
    alike = { q1: ["q3"] };
    const page = await shown({ ...THREE, q4: question("B-2", "Open", { submitted_at: 0 }), q5: question("B-3", "Heard", { status: "answered" }) });
    await page.press("Merge into… A-1");
    const offered = () => page.names("button").filter((name) => /^Merge into it/.test(name));
    assert.deepEqual(offered(), ["Merge into it: A-2", "Merge into it: B-2", "Merge into it: B-1"]);
    await page.type("Search", "second");
    assert.deepEqual(offered(), ["Merge into it: B-1"]);
    await page.type("Search", "nothing");
    assert.match(page.text, /No question says that\./);
    await page.type("Search", "");
    await page.press("Merge into it: B-2");
    assert.deepEqual(page.sent, [["qa_queue.merge", { question_id: "q1", into: "q4" }]]);
  });
  test("tells that both rooms are named only where there is another one", async () => {
    const said = async (questions) => {
      const page = await shown(questions);
      await page.press("Merge into… A-1");
      return /If the rooms differ, both are named\. Each person’s support counts once\./.test(page.text);
    };
    assert.deepEqual([await said(THREE), await said({ q1: THREE.q1, q3: THREE.q3 })], [true, false]);
  });
  test("works where nothing is known to be alike", async () => {
    globalThis.fetch = async () => { throw new TypeError("away"); };
    const page = await shown();
    await page.press("Merge into… A-1");
    assert.ok(page.has("button", "Merge into it: B-1"));
  });
  test("does not suggest what was heard already, but says that it was", async () => {
    alike = { q1: ["q5"] };
    const page = await shown({ ...THREE, q5: question("B-3", "Heard", { status: "answered" }) });
    assert.match(page.text, /Nearly the same, answered: B-3 Heard/);
    assert.equal(page.has("button", "Merge into it: B-3"), false);
  });
  test("shows what is part of a question, to be taken apart", async () => {
    const part = question("B-2", "Part", { status: "merged", merged_into: "q1", author: "Cleo" });
    const page = await shown({ q1: { ...THREE.q1, sources: ["q4"] }, q4: part });
    assert.match(page.text, /Part of it: B-2 Part\s*B · Networks · Cleo/);
    await page.press("Take apart: B-2");
    assert.deepEqual(page.sent, [["qa_queue.unmerge", { question_id: "q4" }]]);
    assert.ok(page.has("button", "Undo: B-2 taken apart"));
  });
});

describe("undo", () => {
  test("takes back the last decision, then the one before, and shows that question again", async () => {
    const page = await shown();
    const [a1, b1] = [question("A-1", "First"), question("B-1", "Second", { status: "rejected", rejection: "Not a question" })];
    await page.press("Approve A-1");
    await became(page, { q1: a1 });
    await page.press("Reject… B-1");
    await page.press("Not a question");
    await became(page, { q1: a1, q2: b1 });
    await page.press("Undo: B-1 rejected");
    await became(page, { q1: a1 });
    assert.match(now(page), /B-1/);
    await page.press("Undo: A-1 approved");
    await became(page, {});
    assert.match(now(page), /A-1/);
    assert.deepEqual(page.sent.slice(2), [["qa_queue.send_back", { question_id: "q2" }], ["qa_queue.send_back", { question_id: "q1" }]]);
    assert.equal(page.names("button").some((name) => name.startsWith("Undo")), false);
    assert.equal(told(page), "");
  });
  test("of an approval is not offered after the end, when it is a promise; of the others it is", async () => {
    const page = await shown();
    await page.press("Reject… A-1");
    await page.press("Not a question");
    await page.press("Approve B-1");
    const undo = () => page.names("button").filter((name) => name.startsWith("Undo"));
    assert.deepEqual(undo(), ["Undo: B-1 approved"]);
    const rejected = { ...THREE.q1, status: "rejected", rejection: "Not a question" };
    await page.change({ view: evening("over", { questions: { ...THREE, q1: rejected, q2: { ...THREE.q2, status: "promised", owner: "host" } } }) });
    assert.deepEqual(undo(), ["Undo: A-1 rejected"]);
  });
  test("works before the view tells what was decided", async () => {
    const page = await shown();
    await page.press("Approve A-1");
    await page.press("Undo: A-1 approved");
    assert.deepEqual(page.sent.at(-1), ["qa_queue.send_back", { question_id: "q1" }]);
    assert.match(now(page), /A-1/);
  });
  test("of an edit brings the earlier words back", async () => {
    const page = await shown();
    await page.press("Edit A-1");
    await page.type("Change the words of A-1", "Firstly");
    await page.press("Save");
    await became(page, { q1: { ...THREE.q1, text: "Firstly", history: [{ text: "First", at: 0 }] } });
    await page.press("Undo: A-1 edited");
    assert.deepEqual(page.sent.at(-1), ["qa_queue.edit", { question_id: "q1", text: "First" }]);
  });
  test("leaves alone what somebody else has decided since, says so, and goes", async () => {
    const page = await shown();
    await page.press("Approve A-1");
    await became(page, { q1: question("A-1", "First", { status: "rejected" }) });
    await page.press("Undo: A-1 approved");
    assert.equal(page.sent.length, 1);
    assert.equal(told(page), "A-1 was rejected meanwhile. It stays as it is.");
    assert.equal(page.has("button", "Undo: A-1 approved"), false);
  });
  test("that is refused says why, and goes", async () => {
    const page = await shown();
    await page.press("Approve A-1");
    page.answers.push({ ok: false, code: "panel.on_air" });
    await page.press("Undo: A-1 approved");
    assert.equal(told(page), "A-1: This question is on air. Wait until it is answered.");
    assert.equal(page.has("button", "Undo: A-1 approved"), false);
  });
  test("that got no answer can be tried again", async () => {
    const page = await shown();
    await page.press("Approve A-1");
    page.answers.push({ ok: false, code: "client.unanswered" });
    await page.press("Undo: A-1 approved");
    assert.ok(page.has("button", "Undo: A-1 approved"));
  });
  test("remembers fifty decisions of this tab, also after a reload", async () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`q${i}`, pending(`A-${i}`, "x", i)]));
    const page = await shown(many);
    for (let i = 0; i < 60; i += 1) await page.press(`Approve A-${i}`);
    assert.equal(JSON.parse(sessionStorage.getItem("decided:s1")).length, 50);
    await page.reload();
    assert.ok(page.has("button", "Undo: A-59 approved"));
  });
});

describe("two moderators", () => {
  test("see the next question when the other decides the one they look at, with a line", async () => {
    const page = await shown();
    await became(page, { q1: question("A-1", "First") });
    assert.match(now(page), /B-1/);
    assert.equal(told(page), "A-1 was approved meanwhile.");
  });
  test("do not decide by a press that was meant for the question before", async () => {
    const page = await shown();
    await became(page, { q1: question("A-1", "First") });
    await page.press("Approve B-1");
    assert.deepEqual(page.sent, []);
    await pass(1000);
    await page.press("Approve B-1");
    assert.deepEqual(page.sent, [["qa_queue.approve", { question_id: "q2", seen: "pending" }]]);
  });
  test("keep what they write about a question, and are told what happened to it", async () => {
    const page = await shown();
    await page.press("Reject… A-1");
    await page.type("In other words", "Hm");
    await became(page, { q1: question("A-1", "First") });
    assert.match(now(page), /A-1/);
    assert.equal(page.the("field", "In other words").value, "Hm");
    assert.match(page.text, /A-1 was approved meanwhile\. What you write here is kept\./);
    await page.press("Not now");
    assert.match(now(page), /B-1/);
  });
  test("keep it also where the question is gone altogether", async () => {
    const page = await shown();
    await page.press("Edit A-1");
    await page.type("Change the words of A-1", "Better");
    await became(page, { q1: undefined });
    assert.equal(page.the("field", "Change the words of A-1").value, "Better");
    assert.match(page.text, /A-1 was taken back meanwhile/);
    await page.press("Cancel");
    assert.match(now(page), /B-1/);
  });
  test("are not moved by newcomers", async () => {
    const page = await shown();
    await became(page, { q0: pending("B-9", "Older", 0) });
    assert.match(now(page), /A-1/);
  });
});

describe("all that waits", () => {
  test("can be released, after a question", async () => {
    const page = await shown();
    await page.press("Release the 3 waiting");
    assert.ok(page.has("group", "Show all 3 to everybody, read or not?"));
    await page.press("Release them");
    assert.deepEqual(page.sent, [["qa_queue.release_waiting", {}]]);
  });
  test("is no news to who released it", async () => {
    const page = await shown();
    await page.press("Release the 3 waiting");
    await page.press("Release them");
    await became(page, Object.fromEntries(Object.entries(THREE).map(([id, q]) => [id, { ...q, status: "open" }])));
    assert.equal(told(page), "");
    assert.match(page.text, /Nothing waits\./);
  });
  test("is explained where new ones do not wait any more", async () => assert.match((await shown(THREE, {})).text, /These were asked before\./));
});

describe("what was not accepted", () => {
  const rejected = question("B-4", "No", { status: "rejected", rejection: "Names a person" });
  test("is folded, with the reason, and can go back to review", async () => {
    const page = await shown({ ...THREE, q4: rejected });
    assert.match(page.text, /Not accepted 1.*Names a person/);
    await page.press("Back to review: B-4");
    assert.deepEqual(page.sent, [["qa_queue.send_back", { question_id: "q4", seen: "rejected" }]]);
    assert.ok(page.has("button", "Undo: B-4 sent back to review"));
  });
  test("is shown in parts", async () => {
    const page = await shown(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`q${i}`, { ...rejected, number: `B-${i}`, submitted_at: i }])));
    assert.equal(page.all("item").length, 20);
    await page.press("Show 10 more");
    assert.equal(page.all("item").length, 30);
  });
});

describe("the moderator's keys", () => {
  const Desk = () => [h(Keyboard, { keys: REVIEW_KEYS }), h(ReviewPanel, { keys: true }), h("input", { "aria-label": "Message" })];
  const desk = () => show(Desk, {}, { view: view(), me: MOD });

  test("approve, look around and undo", async () => {
    const page = await desk();
    await page.key("j", {}, document.body);
    assert.match(now(page), /B-1/);
    await page.key("ArrowLeft", {}, document.body);
    assert.match(now(page), /A-1/);
    await page.key("a", {}, document.body);
    await page.key("u", {}, document.body);
    assert.deepEqual(page.sent, [["qa_queue.approve", { question_id: "q1", seen: "pending" }], ["qa_queue.send_back", { question_id: "q1" }]]);
  });
  test("open the forms", async () => {
    for (const [key, field] of [["r", "In other words"], ["e", "Change the words of A-1"], ["m", "Search"]]) {
      const page = await desk();
      await page.key(key, {}, document.body);
      assert.ok(page.has("field", field), key);
    }
  });
  test("do nothing while somebody writes", async () => {
    const page = await desk();
    assert.equal(await page.key("a", {}, page.the("field", "Message")), false);
    assert.deepEqual(page.sent, []);
  });
  test("stand on the buttons, where the page knows that they work", async () => {
    const page = await desk();
    assert.equal(page.root.querySelectorAll(".review kbd").length, 4);
    assert.equal(document.body.hasAttribute("data-keys"), true);
    await page.press("Single keys work on this page", "checkbox");
    assert.equal(document.body.hasAttribute("data-keys"), false);
  });
  test("are not on the host's page, where they mean something else", async () => {
    const page = await shown();
    assert.equal(page.root.querySelectorAll("[data-shortcut]").length, 0);
    assert.equal(page.root.querySelectorAll("kbd").length, 0);
  });
});

describe("a finger", () => {
  async function draw(page, dx, dy = 0, { type = "touch", end = "pointerup" } = {}) {
    const card = page.root.querySelector(".review__card");
    const point = (name, x, y) => card.dispatchEvent(Object.assign(new Event(name, { bubbles: true }), { pointerId: 1, pointerType: type, isPrimary: true, clientX: x, clientY: y }));
    point("pointerdown", 200, 300);
    point("pointermove", 200 + dx, 300 + dy);
    await settle();
    const word = page.root.querySelector(".review__way")?.textContent;
    point(end, 200 + dx, 300 + dy);
    await settle();
    return word;
  }
  test("approves to the right, and says so while it draws", async () => {
    const page = await shown();
    assert.equal(await draw(page, 120), "Approve");
    assert.deepEqual(page.sent, [["qa_queue.approve", { question_id: "q1", seen: "pending" }]]);
    assert.equal(page.root.querySelector(".review__card").style.getPropertyValue("--drag"), "");
  });
  test("rejects to the left, which asks why first", async () => {
    const page = await shown();
    assert.equal(await draw(page, -120), "Reject…");
    assert.deepEqual(page.sent, []);
    assert.ok(page.has("button", "Asked already"));
  });
  test("means nothing by a little, by a scroll, by what the browser takes over", async () => {
    const page = await shown();
    assert.equal(await draw(page, 60), "Approve");
    assert.equal(await draw(page, 120, 200), undefined);
    await draw(page, 120, 0, { end: "pointercancel" });
    assert.deepEqual(page.sent, []);
  });
  test("is a finger: a mouse selects text", async () => {
    const page = await shown();
    assert.equal(await draw(page, 120, 0, { type: "mouse" }), undefined);
    assert.deepEqual(page.sent, []);
  });
});
