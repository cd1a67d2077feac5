import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { load } from "./harness/dom.mjs";
import { Line, lines, network } from "./harness/line.mjs";
import { NOW, pass, rewind, settle } from "./harness/time.mjs";

globalThis.WebSocket = Line;
const { createSession } = await load("session.js");
const BOOTSTRAP = { session_id: "s1", ticket: "t1", epoch: "e", version: 3, now: NOW + 500, view: { session: { title: "Dilemmas" } }, me: { votes: {} } };
let session;
let gets;
let answers; // of the server to GET and POST: [status, body], or nothing for "cannot be reached"

globalThis.fetch = async (url, { method = "GET", body } = {}) => {
  gets.push([method, url, body && JSON.parse(body)]);
  const next = answers.shift();
  if (!next) throw new TypeError("network");
  return { status: next[0], ok: next[0] < 400, json: async () => next[1] };
};

beforeEach(async () => {
  await settle();
  rewind();
  network(true);
  [lines.length, gets, answers] = [0, [], []];
  session = createSession(BOOTSTRAP);
  await settle();
});

const live = async () => {
  await lines.at(-1).admit();
  return lines.at(-1);
};
const title = () => session.view.value.session.title;

describe("a page that comes in", () => {
  test("stands before it is connected, and knows the server's time", () => {
    assert.deepEqual([title(), session.connection.value, session.now()], ["Dilemmas", "connecting", NOW + 500]);
  });
  test("says who it is and how far it has read, and is live", async () => {
    const line = await live();
    assert.deepEqual(line.greeting, { session: "s1", ticket: "t1", epoch: "e", version: 3 });
    assert.equal(session.connection.value, "live");
  });
  test("follows what it is told", async () => {
    const line = await live();
    await line.tell("delta", { version: 4, patch: { session: { title: "Better" } } });
    await line.tell("me", { version: 4, patch: { votes: { q1: true } } });
    await line.tell("presence", { total: 3 });
    assert.deepEqual([title(), session.me.value.votes, session.presence.value], ["Better", { q1: true }, { total: 3 }]);
  });
  test("is refused for good when its ticket does not count, and tries no more", async () => {
    await lines[0].refuse({ code: "auth.bad_ticket" });
    await pass(60_000);
    assert.deepEqual([session.refused.value.code, session.connection.value, lines.length], ["auth.bad_ticket", "lost", 1]);
    assert.deepEqual(await session.send("agenda.start"), { ok: false, code: "auth.bad_ticket" });
  });
  test("tries again when the server is only full", async () => {
    await lines[0].refuse({ code: "server.full" });
    await pass(5000);
    assert.deepEqual([session.refused.value, lines.length], [undefined, 2]);
  });
});

describe("a command", () => {
  test("goes out with an id of its own, and resolves to its answer", async () => {
    const line = await live();
    const answer = session.send("qa_queue.cast_vote", { question_id: "q1" });
    await settle();
    const [[name, { command_id, ...data }]] = line.commands;
    assert.deepEqual([name, data, /^[0-9a-f]{32}$/.test(command_id)], ["qa_queue.cast_vote", { question_id: "q1" }, true]);
    await line.answer(0, { ok: true, version: 4 });
    assert.deepEqual(await answer, { ok: true, version: 4 });
  });
  test("that had no answer goes again with the same id when the line is back", async () => {
    const first = await live();
    const answer = session.send("qa_queue.draft", { text: "Why?" });
    await settle();
    await first.drop();
    assert.equal(session.connection.value, "lost");
    await pass(1000);
    const second = await live();
    assert.deepEqual(second.commands, first.commands);
    await second.answer(0, { ok: true, version: 5 });
    assert.deepEqual(await answer, { ok: true, version: 5 });
  });
  test("pressed while the line is lost is sent once, afterwards", async () => {
    await (await live()).drop();
    session.send("qa_queue.cast_vote", { question_id: "q1" });
    await pass(1000);
    assert.deepEqual((await live()).commands.map(([name]) => name), ["qa_queue.cast_vote"]);
  });
  test("without an answer for 45 seconds is given up, in words the page has", async () => {
    await (await live()).drop();
    const answer = session.send("agenda.pause");
    network(false);
    await pass(51_000);
    assert.deepEqual(await answer, { ok: false, code: "client.unanswered" });
  });
  test("without an answer for 10 seconds makes the page look for a better line", async () => {
    await live();
    session.send("agenda.pause");
    await pass(10_000);
    assert.equal(lines.length, 2);
  });
});

describe("a line", () => {
  test("comes back by itself, and says from where to go on", async () => {
    const line = await live();
    await line.tell("delta", { version: 9, patch: {} });
    await line.drop();
    await pass(1000);
    assert.deepEqual((await live()).greeting.version, 9);
    assert.equal(session.connection.value, "live");
  });
  for (const [what, told, opened] of [["that only pings and tells nothing is not trusted", false, 2], ["that tells its time is", true, 1]]) {
    test(what, async () => {
      const line = await live();
      await pass(20_000);
      await line.say("2");
      if (told) await line.tell("head", { version: 3, now: NOW + 20_500 });
      await pass(20_000);
      assert.equal(lines.length, opened);
    });
  }
  for (const code of ["auth.replaced", "session.unknown"]) {
    test(`from which this device is let go (${code}) is not sought again`, async () => {
      await (await live()).tell("notice", { code });
      await pass(60_000);
      assert.deepEqual([session.refused.value.code, lines.length], [code, 1]);
    });
  }
  test("whose server restarts is sought when the server says so", async () => {
    await (await live()).tell("notice", { code: "server.draining", retry_in: 2000 });
    await lines[0].drop();
    await pass(1900);
    assert.equal(lines.length, 1);
    await pass(200);
    assert.equal(lines.length, 2);
  });
});

describe("where websockets are blocked", () => {
  beforeEach(() => network(false));

  test("the page looks every two seconds, and says so", async () => {
    answers = Array.from({ length: 9 }, () => [200, { epoch: "e", version: 5, now: NOW, view: { session: { title: "Polled" } }, me: {} }]);
    await lines[0].fail();
    await pass(3000);
    assert.deepEqual([session.connection.value, title(), gets[0].slice(0, 2)], ["polling", "Polled", ["GET", "/api/sessions/s1"]]);
    const before = gets.length;
    await pass(4000);
    assert.equal(gets.length, before + 2);
  });
  test("commands are posted, and what they changed is shown at once", async () => {
    const seen = (version, text) => [200, { epoch: "e", version, now: NOW, view: { session: { title: text } }, me: {} }];
    answers = [seen(5, "Polled")];
    await lines[0].fail();
    await pass(2500);
    answers = [[200, { version: 6 }], seen(6, "Paused"), seen(6, "Paused")];
    const answer = session.send("agenda.pause");
    await settle();
    assert.deepEqual([(await answer).ok, title()], [true, "Paused"]);
  });
  test("and the server cannot be reached either, the line is lost", async () => {
    await lines[0].fail();
    await pass(3000);
    assert.equal(session.connection.value, "lost");
  });
});
