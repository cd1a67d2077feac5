import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { callTroubles, pastedUrl, toolOf } from "../../web/static/js/calls.js";
import { EMPTY, request } from "../../web/static/js/create.js";
import { hostNeeds } from "../../web/static/js/needs.js";

const made = (id) => ({ position: 0, letter: "A", theme: "x", seats: 0, call_url: `/call/s1/${id}` });
const view = (call_troubles, more = {}) => ({
  session: { status: "live", open: [], calls: "bigbluebutton", plenary_call_url: "/call/s1/plenary", call_troubles, people: 1, recording_notice: {}, ...more },
  rooms: { r1: made("r1"), r2: { ...made("r2"), position: 1, letter: "B" } }, phases: {}, questions: {},
});
const texts = (...args) => callTroubles(view(...args)).map(({ text }) => text);

describe("calls that a tool makes", () => {
  test("have the name of the tool, and none where people paste links", () => {
    assert.equal(toolOf({ calls: "bigbluebutton" }), "BigBlueButton");
    assert.equal(toolOf({}), undefined);
  });
  test("are no link that somebody pasted", () => {
    assert.equal(pastedUrl("/call/s1/r1"), "");
    assert.equal(pastedUrl("https://meet.example.org/a"), "https://meet.example.org/a");
    assert.equal(pastedUrl(undefined), "");
  });
});

describe("the host is told", () => {
  test("nothing while all is well", () => assert.deepEqual(texts(undefined), []));
  test("which call cannot be opened, why, and what to do", () => {
    assert.deepEqual(texts({ r2: "calls.unreachable", plenary: "calls.refused" }), [
      "The call for everybody cannot be opened: BigBlueButton refused. Try it, or paste another link.",
      "The call of room B cannot be opened: BigBlueButton does not answer. Try it, or paste another link.",
    ]);
    assert.deepEqual(callTroubles(view({ r2: "calls.busy" })).map(({ key, at }) => [key, at]), [["call:r2", "room-r2"]]);
  });
  test("nothing of a call for which a link was pasted since", () => {
    assert.deepEqual(texts({ plenary: "calls.refused" }, { plenary_call_url: "https://meet.example.org/all" }), []);
  });
  test("that there is no news of the recordings, also after the end", () => {
    const [told] = texts({ recordings: "calls.refused" });
    assert.match(told, /No news of the recordings: BigBlueButton refused\. Ask who runs this server/);
    assert.match(texts({ recordings: "calls.unreachable" })[0], /It is asked again by itself\.$/);
    const over = view({ recordings: "calls.refused" }, { status: "finished" });
    assert.ok(hostNeeds(over).some(({ key }) => key === "call:recordings"));
  });
});

test("who makes a session chooses who makes its calls", () => {
  assert.equal("calls" in request({ ...EMPTY, themes: "x" }), false);
  assert.equal(request({ ...EMPTY, themes: "x", made: true }).calls, "bigbluebutton");
});
