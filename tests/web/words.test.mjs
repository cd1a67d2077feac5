import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { confidenceWord, count, invitation, kindWord, listWords, reasonWords, refusalWords, roleWord, statusWord } from "../../web/static/js/words.js";

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
  });
  for (const code of ["constructor", "__proto__", "toString"]) {
    test(`${code} is no code of ours`, () => assert.equal(refusalWords({ code, message: "Plain." }), "Plain."));
  }
});

describe("single words", () => {
  test("for every kind of phase, and for one we do not know", () => {
    assert.deepEqual(["plenary", "breakout", "break", "panel", "wrap_up", "later"].map(kindWord),
      ["All together", "In the rooms", "Break", "Panel", "Wrap-up", "Phase"]);
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
  test("why a question stands where it stands", () => {
    assert.equal(reasonWords({ turn: 1, support: 7, rooms: 2 }), "1st question of its room · 7 people of 2 other rooms support it");
    assert.equal(reasonWords({ turn: 2, support: 1, rooms: 1 }), "2nd question of its room · 1 person of 1 other room supports it");
    assert.equal(reasonWords({ turn: 11, support: 0, rooms: 0 }), "11th question of its room · no support from other rooms yet");
    assert.equal(reasonWords(undefined), "");
  });
});
