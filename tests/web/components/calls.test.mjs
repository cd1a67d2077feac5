import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { load } from "../harness/dom.mjs";
import { ANA, evening, HOST, ROOMS } from "../harness/evening.mjs";
import { show } from "../harness/show.mjs";

const { EndCalls } = await load("components/calls/end-calls.js");
const { EditRoom } = await load("components/host/edit-room.js");
const { CallLink } = await load("components/calls/call-link.js");
const { CallFields } = await load("components/start/call-fields.js");
const { EMPTY } = await load("create.js");
const made = { calls: "bigbluebutton", plenary_call_url: "/call/s1/plenary" };
const rooms = { ...ROOMS, r1: { ...ROOMS.r1, call_url: "/call/s1/r1" } };
const fetched = [];
const real = globalThis.fetch;

function answering(status, body) {
  globalThis.fetch = async (url, { method }) => {
    fetched.push([method, url]);
    return new Response(JSON.stringify(body), { status });
  };
}

describe("the way into a call that is made at the click", () => {
  test("is an address of this site", async () => {
    const page = await show(CallLink, {}, { view: evening("rooms", { rooms, session: made }), me: ANA });
    assert.equal(page.the("link", "Open the call of room A").getAttribute("href"), "/call/s1/r1");
  });
  test("is not what the host changes: another link can be pasted", async () => {
    const room = { id: "r1", ...rooms.r1 };
    const page = await show(EditRoom, { room, onEnd: () => {} }, { view: evening("rooms", { rooms, session: made }), me: HOST });
    assert.match(page.text, /Call link empty: BigBlueButton makes the call/);
    await page.press("Save");
    assert.equal(page.sent[0][1].call_url, null);
  });
});

describe("ending the calls of the rooms", () => {
  afterEach(() => { globalThis.fetch = real; fetched.length = 0; });
  const shown = (at, session = made) => show(EndCalls, {}, { view: evening(at, { session }), me: HOST });

  test("is offered once room work is over, where a tool made them", async () => {
    assert.deepEqual((await shown("break")).names("button"), ["End the calls of the rooms"]);
    for (const at of ["lobby", "rooms", "over"]) assert.equal((await shown(at)).text, "");
    assert.equal((await shown("break", {})).text, "");
  });
  test("asks once more, then says what came of it", async () => {
    answering(200, { rooms: { r1: "ended", r2: "running" } });
    const page = await shown("break");
    await page.press("End the calls of the rooms");
    assert.deepEqual(fetched, []);
    await page.press("End these calls");
    assert.deepEqual(fetched, [["POST", "/api/sessions/s1/calls/end"]]);
    assert.match(page.text, /Asked to end, and not gone yet: B\./);
  });
  test("says that they have ended, or why not", async () => {
    answering(200, { rooms: { r1: "ended" } });
    const page = await shown("break");
    await page.press("End the calls of the rooms");
    await page.press("End these calls");
    assert.match(page.text, /They have ended\./);
    answering(200, { rooms: { r1: "calls.unreachable" } });
    await page.press("End the calls of the rooms");
    await page.press("End these calls");
    assert.match(page.text, /Not ended: A\. The conferencing tool does not answer/);
  });
});

describe("making a session", () => {
  const form = (makesCalls) => show(CallFields, { draft: EMPTY, faults: {}, change: () => {}, typed: () => () => {}, makesCalls });

  test("offers the calls of the tool where the server has one", async () => {
    assert.match((await form(true)).text, /BigBlueButton makes the calls/);
    assert.doesNotMatch((await form(false)).text, /BigBlueButton/);
  });
});
