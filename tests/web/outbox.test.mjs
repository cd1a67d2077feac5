import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Outbox } from "../../web/static/js/outbox.js";
import { Polling } from "../../web/static/js/polling.js";

const numbered = () => { let n = 0; return new Outbox(() => `c${(n += 1)}`); };

describe("the outbox", () => {
  test("gives each command its id and waits for the answer", async () => {
    const box = numbered();
    const { command, answer } = box.put("qa_queue.draft", { text: "x" }, 0);
    assert.deepEqual(command.data, { text: "x", command_id: "c1" });
    assert.equal(box.settle("c1", { ok: true, version: 3 }), true);
    assert.deepEqual(await answer, { ok: true, version: 3 });
    assert.equal(box.size, 0);
  });

  test("sends again, with the same id and in order, only what has no answer", () => {
    const box = numbered();
    ["a", "b", "c"].forEach((name) => box.put(name, {}, 0));
    box.settle("c2", { ok: true });
    const sent = [];
    box.resend(({ name, command_id }) => sent.push([name, command_id]));
    assert.deepEqual(sent, [["a", "c1"], ["c", "c3"]]);
  });

  test("ignores a second answer, and one to nothing", async () => {
    const box = numbered();
    const { answer } = box.put("a", {}, 0);
    box.settle("c1", { ok: true });
    assert.equal(box.settle("c1", { ok: false }), false);
    assert.equal(box.settle("c9", { ok: true }), false);
    assert.deepEqual(await answer, { ok: true });
  });

  test("gives up on what is too old, and says so", async () => {
    const box = numbered();
    const old = box.put("agenda.pause", {}, 1000);
    box.put("a", {}, 2000);
    box.expire(2000);
    assert.deepEqual(await old.answer, { ok: false, code: "client.unanswered" });
    assert.equal(box.has("c2"), true);
  });

  test("refuses everything when the server refuses us", async () => {
    const box = numbered();
    const answers = [box.put("a", {}, 0).answer, box.put("b", {}, 0).answer];
    box.refuseAll({ ok: false, code: "auth.bad_ticket" });
    assert.deepEqual((await Promise.all(answers)).map((a) => a.code), ["auth.bad_ticket", "auth.bad_ticket"]);
  });
});

describe("polling", () => {
  /** A poller whose server answers from a list: [status, body], or "down". */
  function poller(answers) {
    const heard = { snapshots: [], states: [], refused: [], sent: [] };
    const outbox = numbered();
    const fetch = async (url, options) => {
      heard.sent.push([options.method ?? "GET", url, options.body && JSON.parse(options.body), options.headers.Authorization]);
      const next = answers.shift();
      if (next === "down") throw new TypeError("network");
      return { status: next[0], ok: next[0] < 400, json: async () => next[1] };
    };
    const polling = new Polling({
      session_id: "s1", ticket: "t", outbox, fetch,
      onSnapshot: (s) => heard.snapshots.push(s), onState: (s) => heard.states.push(s), onRefused: (r) => heard.refused.push(r),
    });
    polling.running = true; // without its own timer
    return { polling, outbox, heard };
  }

  test("looks with the ticket and hands on what it sees", async () => {
    const { polling, heard } = poller([[200, { version: 4 }]]);
    await polling.look();
    assert.deepEqual(heard.sent[0], ["GET", "/api/sessions/s1", undefined, "Bearer t"]);
    assert.deepEqual([heard.snapshots, heard.states], [[{ version: 4 }], [true]]);
  });

  test("says when the server cannot be reached, or is not well", async () => {
    const { polling, heard } = poller(["down", [503, { code: "server.full" }]]);
    await polling.look();
    await polling.look();
    assert.deepEqual(heard.states, [false, false]);
  });

  test("gives up when the server does not know us", async () => {
    const { polling, heard } = poller([[401, { code: "auth.bad_ticket", message: "m" }]]);
    await polling.look();
    assert.deepEqual(heard.refused, [{ code: "auth.bad_ticket", message: "m" }]);
  });

  test("posts what waits after a look, and settles it", async () => {
    const { polling, outbox, heard } = poller([[200, { version: 1 }], [409, { code: "panel.busy", message: "m" }]]);
    const { answer } = outbox.put("panel.call", { question_id: "q1" }, 0);
    await polling.look();
    assert.deepEqual(await answer, { code: "panel.busy", message: "m", ok: false });
    assert.deepEqual(heard.sent[1].slice(0, 3), ["POST", "/api/sessions/s1/commands", { name: "panel.call", data: { question_id: "q1" }, command_id: "c1" }]);
  });

  test("keeps a command that got no answer, and sends it again with its id", async () => {
    const { polling, outbox, heard } = poller(["down", [503, {}], [409, { code: "x.y" }]]);
    const { command, answer } = outbox.put("a", {}, 0);
    await polling.post(command);
    await polling.post(command);
    assert.equal(outbox.has("c1"), true);
    await polling.post(command);
    assert.equal((await answer).code, "x.y");
    assert.deepEqual(heard.sent.map(([, , body]) => body.command_id), ["c1", "c1", "c1"]);
  });

  test("does not send one command twice at once", async () => {
    const { polling, outbox, heard } = poller([[409, { code: "x.y" }]]);
    const { command } = outbox.put("a", {}, 0);
    await Promise.all([polling.post(command), polling.post(command)]);
    assert.equal(heard.sent.length, 1);
  });
});
