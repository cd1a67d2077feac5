import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  confidenceWord, count, invitation, kindWord, listWords, noneWaiting, noticeWords, panelInvitation, phaseStatusWord, refusalWords, roleWord, statusWord, warningWords,
} from "../../web/static/js/words.js";

describe("a refusal", () => {
  test("is said in our words where we have them", () => {
    assert.equal(refusalWords({ code: "qa_queue.voting_closed", message: "server text" }), "Voting on this question is closed now.");
  });
  test("else in the server's", () => {
    assert.equal(refusalWords({ code: "later.reason", message: "Not on Sundays." }), "Not on Sundays.");
  });
  test("else plainly", () => {
    for (const refusal of [{ code: "later.reason" }, { code: "later.reason", message: "" }, {}, undefined]) {
      assert.equal(refusalWords(refusal), "That did not work. Try again.");
    }
  });
  test("names the field that was filled in wrong, if the server does", () => {
    assert.equal(refusalWords({ code: "invalid_command", message: "The text is too long." }), "The text is too long.");
    assert.match(refusalWords({ code: "invalid_command" }), /filled in/);
    assert.equal(
      refusalWords({ code: "server.bad_request", message: "recording_notice.days: must be at least 1" }),
      "The days must be at least 1.",
    );
  });
  for (const code of ["constructor", "__proto__", "toString"]) {
    test(`${code} is no code of ours`, () => assert.equal(refusalWords({ code, message: "Plain." }), "Plain."));
  }
});

describe("single words", () => {
  test("for every kind of phase, and for one we do not know", () => {
    assert.deepEqual(["plenary", "breakout", "break", "panel", "wrap_up", "later"].map(kindWord),
      ["Together", "Rooms", "Break", "Panel", "Wrap-up", "Phase"]);
  });
  test("for statuses and roles; an unknown one stands as it is", () => {
    assert.equal(statusWord("on_air"), "on air");
    assert.equal(statusWord("parked"), "parked");
    assert.equal(roleWord("panelist"), "panelist");
    assert.equal(roleWord("cook"), "cook");
  });
  test("for how sure a time is", () => {
    assert.equal(confidenceWord("exact"), "to the second");
    assert.equal(confidenceWord(undefined), "");
  });
});

describe("what a person can do now", () => {
  const now = (status, ...open) => invitation({ status, open });
  test("comes from what is open, drafting before answering before voting", () => {
    assert.match(now("live", "drafting", "submitting", "voting"), /Write questions/);
    assert.match(now("live", "voting", "answering"), /panel answers/);
    assert.match(now("live", "voting"), /all rooms/);
    assert.equal(now("live"), "");
  });
  test("is waiting before, and thanks after", () => {
    assert.match(invitation({ status: "lobby" }), /host starts/);
    assert.match(now("finished", "voting"), /over/);
    assert.match(now("archived"), /over/);
  });
});

describe("sentences from numbers and names", () => {
  test("one and many", () => {
    assert.deepEqual([0, 1, 2].map((n) => count(n, "vote")), ["0 votes", "1 vote", "2 votes"]);
    assert.equal(count(2, "person", "people"), "2 people");
  });
  test("names in a row", () => {
    assert.deepEqual([[], ["Ana"], ["Ana", "Ben"], ["Ana", "Ben", "Cleo"]].map(listWords), ["", "Ana", "Ana and Ben", "Ana, Ben and Cleo"]);
  });
});

describe("fields that were filled in wrong", () => {
  const words = (message) => refusalWords({ code: "invalid_command", message });
  test("are named as the forms call them, with the room or part they belong to", () => {
    assert.equal(words("title: must not be empty"), "The title must not be empty.");
    assert.equal(words("rooms.1.call_url: must begin with https://"), "The call link of room 2 must begin with https://.");
    assert.equal(words("agenda.0.minutes: must be at least 1; title: must not be empty"), "The minutes of part 1 must be at least 1. The title must not be empty.");
    assert.equal(words("recording_notice.keeper: must not be empty"), "Who keeps the recording must not be empty.");
  });
  test("and other sentences stay as they are", () => {
    for (const sentence of ["Not on Sundays.", "constructor: no"]) assert.equal(words(sentence), sentence);
  });
});

describe("what is recorded", () => {
  test("is said with who keeps it and how long, in years where those are whole", () => {
    assert.match(noticeWords({ recorded: true, keeper: "Ghent", days: 30 }), /^The calls are recorded\..*Ghent.* 30 days/);
    assert.match(noticeWords({ recorded: true, keeper: "Ghent", days: 730 }), /for 2 years/);
    assert.match(noticeWords({ recorded: true, keeper: "Ghent", days: 1 }), /for 1 day\b/);
  });
  test("or that it is not, or that nobody has said", () => {
    assert.equal(noticeWords({ recorded: false }), "This session is not recorded.");
    assert.match(noticeWords(undefined), /Ask before you speak about others\./);
  });
});

test("the panel is told what it does now", () => {
  const said = (status, ...open) => panelInvitation({ session: { status, open } });
  assert.match(said("lobby"), /not started/);
  assert.match(said("live", "drafting"), /preparing/);
  assert.match(said("live", "voting", "answering"), /one of you answers/);
  assert.match(said("finished"), /over/);
});

test("who speaks for the room is asked to submit", () => {
  assert.match(invitation({ status: "live", open: ["drafting"] }, { speaks_as: "deputy" }), /submit those your room agrees on/);
});

test("a list without questions says why", () => {
  assert.equal(noneWaiting({}), "No question is submitted yet.");
  assert.equal(noneWaiting({ questions: { d: { text: "draft" } } }), "No question is submitted yet.");
  assert.equal(noneWaiting({ questions: { q: { number: "A-1" } } }), "No question is waiting.");
});

test("phases and warnings have words; quiet times have none", () => {
  assert.deepEqual(["planned", "running", "paused", "done"].map(phaseStatusWord), ["to come", "now", "paused", "over"]);
  assert.deepEqual(["quiet", "soon", "last", "over"].map(warningWords), ["", "Less than 5 minutes left", "Last minute", "Over time"]);
});
