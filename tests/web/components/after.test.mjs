import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { load } from "../harness/dom.mjs";
import { ANA, draft, evening, EXPERT, HOST, MINUTE, question } from "../harness/evening.mjs";
import { show } from "../harness/show.mjs";
import { NOW } from "../harness/time.mjs";

const { AnsweredQuestions } = await load("components/questions/past-questions.js");
const { Downloads } = await load("components/after/downloads.js");
const { KeepOrForget } = await load("components/after/keep-or-forget.js");
const { Later } = await load("components/after/later.js");
const { Needs } = await load("components/host/needs.js");
const { PersonData } = await load("components/after/person-data.js");
const { PersonRow } = await load("components/host/person-row.js");
const { Promises } = await load("components/panel/promises.js");
const { Reopen } = await load("components/after/reopen.js");
const { StoredOfMe } = await load("components/after/stored-of-me.js");
const { formatDueDay } = await load("keeping.js");

const asked = { q1: question("A-1", "Why?") };
const host = (Component, props = {}, more = {}, at = "over") => show(Component, props, { view: evening(at, more), me: HOST });
const hrefs = (page) => page.all("link").map((link) => link.getAttribute("href"));

describe("what there is to keep", () => {
  test("is the question log in every form, a calendar file, how people took part, and a page for each group", async () => {
    const page = await host(Downloads, {}, { questions: asked });
    const api = "/api/sessions/s1";
    assert.deepEqual(hrefs(page), [
      ...["html", "xlsx", "csv", "md", "json"].map((form) => `${api}/question-log.${form}`), "/host/s1/engagement", `${api}/session.ics`,
      ...["r1", "r2"].flatMap((room) => [`${api}/rooms/${room}/pack.html`, `${api}/rooms/${room}/pack.md`]),
    ]);
    assert.ok(page.has("link", "A · Mentoring: To print"), "each says of which group it is");
  });
  test("is the log alone while the evening goes on, and nothing before a question is submitted", async () => {
    assert.equal(hrefs(await host(Downloads, {}, { questions: asked }, "panel")).length, 5);
    assert.equal((await host(Downloads, {}, { questions: { q1: draft("Why?") } })).text, "");
  });
  test("opens beside the page where it is a page, else it is saved", async () => {
    const page = await host(Downloads, {}, { questions: asked });
    const [print, excel] = page.all("link");
    assert.deepEqual([print.target, print.hasAttribute("download"), excel.target, excel.getAttribute("download")], ["_blank", false, "", ""], "the server gives it its name");
  });
});

describe("keeping and forgetting", () => {
  const keep = (session = {}, at = "over") => host(KeepOrForget, {}, { session }, at);
  const retention = { days: 30, then: "delete", due_at: NOW + 1000 };

  test("says first what happens by itself", async () => {
    assert.match((await keep({ retention })).text, new RegExp(`^Keep or forget ?On ${formatDueDay(NOW)} everything is deleted`));
    assert.match((await keep()).text, /Nothing is deleted by itself\./);
  });
  test("asks at the end how long, and sends days and what then", async () => {
    const page = await keep();
    assert.equal(page.the("fold", "How long it is kept").open, true);
    await page.type("Days after the end", "30");
    await page.choose("Then", "delete");
    await page.press("Save");
    assert.deepEqual(page.sent, [["session.set_retention", { days: 30, then: "delete" }]]);
  });
  test("proposes what people were told, and says when more is chosen", async () => {
    const page = await keep({ recording_notice: { recorded: true, keeper: "us", days: 180 } });
    assert.match(page.text, /People were told 180 days; nothing happens by itself yet\./);
    assert.equal(page.the("field", "Days after the end").value, "180");
    assert.doesNotMatch(page.text, /People were told 180 days\./);
    await page.type("Days after the end", "181");
    assert.match(page.text, /People were told 180 days\./);
  });
  test("can take the end back, once there is one", async () => {
    assert.equal((await keep()).has("button", "Keep it without an end"), false);
    const page = await keep({ retention });
    assert.deepEqual([page.the("fold", "How long it is kept").open, page.the("field", "Days after the end").value], [false, "30"]);
    await page.press("Keep it without an end");
    assert.deepEqual(page.sent, [["session.set_retention", { days: null, then: "delete" }]]);
  });
  test("forgets all names after the end, after asking, and once", async () => {
    const page = await keep();
    await page.confirm("Forget all names");
    assert.deepEqual(page.sent, [["session.pseudonymise"]]);
    const archived = await keep({ status: "archived", retention: { days: 1, then: "pseudonymise" } });
    assert.equal(archived.has("fold", "Forget all names now"), false);
    assert.deepEqual([...archived.the("choice", "Then").options].map((each) => each.value), ["delete"]);
    assert.doesNotMatch(archived.text, /To forget one person/);
    assert.equal(archived.has("button", "Keep it without an end"), false, "what has happened is not taken back");
    assert.equal((await keep({}, "panel")).has("fold", "Forget all names now"), false);
  });
  test("deletes the session for who types its title", async () => {
    const page = await keep();
    await page.type(/title of the session$/, "Dilemma");
    await page.press("Delete the session");
    assert.match(page.text, /That is not the title\./);
    assert.deepEqual(page.sent, []);
    await page.type(/title of the session$/, " dilemmas ");
    await page.press("Delete the session");
    assert.deepEqual(page.sent, [["session.delete"]]);
  });
  test("is not offered in the middle of the evening", async () => {
    assert.deepEqual((await keep({}, "panel")).names("fold"), ["How long it is kept"]);
    assert.deepEqual((await keep({}, "lobby")).names("fold"), ["How long it is kept", "Delete this session"]);
  });
  test("has no filled button", async () => {
    const filled = (await keep()).all("button").filter((button) => button.className === "button");
    assert.deepEqual(filled, []);
  });
});

describe("what is stored of one person", () => {
  const data = (person = {}) => host(PersonData, { person: { id: "a1", name: "Prof. Ana Ribeiro", ...person }, onEnd: () => {} });
  const others = globalThis.fetch;
  let held;
  const question1 = { type: "qa_queue.drafted", own: true, data: { question_id: "q1", text: "Why?" } };
  before(() => { globalThis.fetch = async () => new Response(JSON.stringify(held)); });
  beforeEach(() => { held = { happened: [question1] }; });
  after(() => { globalThis.fetch = others; });

  test("is there for the host to hand out", async () => {
    assert.deepEqual(hrefs(await data()), ["/api/sessions/s1/participants/a1/data.json"]);
  });
  test("goes once the whole name is typed, words included", async () => {
    const page = await data();
    assert.match(page.text, /Name, affiliation and way in are taken out of everything that is stored, for good\..*Votes and seats stay counted, without the name\. What was said in a recording, and captions, are not changed\..*What they wrote: 1 question/);
    await page.type("To confirm, type “Prof. Ana Ribeiro”", "Prof.");
    await page.press("Forget Prof. Ana Ribeiro");
    assert.match(page.text, /Type “Prof\. Ana Ribeiro” to confirm\./);
    assert.deepEqual(page.sent, []);
    await page.type("To confirm, type “Prof. Ana Ribeiro”", " prof. ana ribeiro ");
    await page.press("Forget Prof. Ana Ribeiro");
    assert.deepEqual(page.sent, [["session.erase_participant", { participant_id: "a1" }]]);
  });
  test("can go without the words", async () => {
    const page = await data();
    await page.press("stays, without a name", "checkbox");
    await page.type("To confirm, type “Prof. Ana Ribeiro”", "Prof. Ana Ribeiro");
    await page.press("Forget Prof. Ana Ribeiro");
    assert.deepEqual(page.sent, [["session.erase_participant", { participant_id: "a1", keep_texts: true }]]);
  });
  test("keeps an expert's answers, unless the host says otherwise", async () => {
    held = { happened: [{ type: "panel.answer_written", own: true, data: { question_id: "q1", text: "So." } }] };
    const page = await data({ roles: ["panelist"] });
    assert.match(page.text, /What they wrote: 1 written answer.*goes, too, written answers included/);
    assert.equal(page.the("checkbox", "stays, without a name").checked, true);
  });
  test("says that nothing was written, and does without a number where it cannot be had", async () => {
    held = {};
    assert.match((await data()).text, /What they wrote: nothing so far/);
    globalThis.fetch = async () => { throw new Error("gone"); };
    assert.match((await data()).text, /What they wrote ?goes, too/);
    globalThis.fetch = async () => new Response(JSON.stringify(held));
  });
  test("is only the words, once the name is forgotten, as long as some are left", async () => {
    const nameless = { id: "x0123456789abcdef", name: "[removed]" };
    const page = await data(nameless);
    assert.match(page.text, /The name is forgotten\. Still there, without it: 1 question\./);
    await page.confirm("Take out what they wrote");
    assert.deepEqual(page.sent, [["session.erase_participant", { participant_id: nameless.id }]]);
    const row = async () => (await host(PersonRow, { person: { ...nameless, roles: ["participant"] } })).names("button");
    assert.deepEqual(await row(), ["Stored data of [removed]"]);
    held = {};
    assert.deepEqual(await row(), []);
    assert.match((await data(nameless)).text, /Nothing they wrote is left\./);
  });
  test("stays when it is refused, with why", async () => {
    const page = await data();
    page.answers.push({ ok: false, code: "session.unknown_participant" });
    await page.type("To confirm, type “Prof. Ana Ribeiro”", "Prof. Ana Ribeiro");
    await page.press("Forget Prof. Ana Ribeiro");
    assert.match(page.text, /That person is not in this session\./);
  });
  test("is told to that person, with how long, and how to get it", async () => {
    const page = await show(StoredOfMe, {}, { view: evening("over", { session: { retention: { days: 30, then: "delete" } } }), me: ANA });
    assert.match(page.text, /Your name and affiliation, your room, what you wrote, and which questions you support\..*30 days after the end/);
    assert.deepEqual(hrefs(page), ["/api/sessions/s1/participants/a1/data.json"]);
  });
  test("of an expert has no room and no votes; a shared link is nobody in particular", async () => {
    assert.match((await show(StoredOfMe, {}, { view: evening(), me: EXPERT })).text, /Your name and affiliation, and what you wrote\./);
    assert.equal((await show(StoredOfMe, {}, { view: evening(), me: HOST })).text, "");
  });
});

describe("a session that has just ended", () => {
  const reopen = (now, session = {}) => host(Reopen, {}, { session: { finished_at: NOW - now, ...session } });
  test("can be taken up again for an hour, after asking", async () => {
    const page = await reopen(MINUTE);
    await page.confirm("Reopen the session");
    assert.deepEqual(page.sent, [["session.reopen"]]);
    assert.equal((await reopen(60 * MINUTE)).text, "");
  });
});

describe("afterwards", () => {
  test("everybody finds the log and the recordings, and the page of their group", async () => {
    const later = async (me, at = "over") => hrefs(await show(Later, {}, { view: evening(at), me }));
    assert.deepEqual(await later(ANA), ["/watch/s1", "/api/sessions/s1/rooms/r1/pack.html"]);
    assert.deepEqual(await later({ ...ANA, room_id: undefined, facilitates: "r2" }), ["/watch/s1", "/api/sessions/s1/rooms/r2/pack.html"]);
    assert.deepEqual([await later(EXPERT), await later(ANA, "panel")], [["/watch/s1"], []]);
  });
  test("the host reads what is left to do, or that nothing is", async () => {
    const needs = (recording_notice, retention) => host(Needs, {}, { session: { recording_notice, retention } });
    assert.match((await needs()).text, /^What is left to do ?Link the recordings/);
    assert.equal((await needs({ recorded: false }, { days: 1 })).text, "What is left to do Nothing. Thank you.".replace("do ", "do"));
  });

  const answered = { q1: question("A-1", "Whi?", { status: "answered", answered_at: NOW, answer: "It depends.", history: [{ text: "Wy?", at: NOW }] }) };
  const list = (me) => show(AnsweredQuestions, {}, { view: evening("over", { questions: answered }), me });
  const MODERATOR = { ...HOST, id: "moderator", roles: ["moderator"] };

  test("a moderator corrects the words of what was answered, and sees the earlier ones", async () => {
    const page = await list(MODERATOR);
    assert.match(page.text, /1 earlier wording.*Wy\?/);
    await page.press("Correct the words of A-1");
    await page.type(/^Change the words/, "Why?");
    await page.press("Save");
    assert.deepEqual(page.sent, [["qa_queue.edit", { question_id: "q1", text: "Why?" }]]);
    assert.equal(page.has("button", "Change the answer to A-1"), false);
  });
  test("an expert has better words for an answer, not for the question", async () => {
    const page = await list(EXPERT);
    assert.deepEqual(page.names("button"), ["Change the answer to A-1"]);
    await page.press("Change the answer to A-1");
    await page.type(/^The answer to A-1/, "It depends on the school.");
    await page.press("Save the answer");
    assert.deepEqual(page.sent, [["panel.write_answer", { question_id: "q1", text: "It depends on the school." }]]);
  });
  test("who took part reads", async () => assert.deepEqual((await list(ANA)).names("button"), []));
  test("the host corrects what was promised, too", async () => {
    const promised = { q1: question("A-1", "Whi?", { status: "promised", promised_at: NOW, owner: "host" }) };
    const page = await host(Promises, { open: true }, { questions: promised });
    assert.deepEqual(page.names("button"), ["Write the answer: A-1", "Change who and when: A-1", "Correct the words of A-1"]);
  });
});
