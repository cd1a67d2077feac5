import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { confirms, endingsOf, formatDueDay, isForgotten, isNameless, isRetentionUnset, longerThanTold, mayReopen, retentionWords, textsIn, textsWords } from "../../web/static/js/keeping.js";

const words = (session) => retentionWords({ session });
const DUE = Date.UTC(2028, 1, 3, 12);

describe("how long a session is kept is said", () => {
  test("as a day with its year, once the end is known", () => {
    assert.equal(words({ retention: { days: 30, then: "delete", due_at: DUE } }), `On ${formatDueDay(DUE)} everything is deleted: names, questions, answers and links.`);
    assert.match(formatDueDay(DUE, "UTC", "en-GB"), /^3 February 2028$/);
  });
  test("as days after the end, before that", () => {
    assert.equal(words({ retention: { days: 1, then: "pseudonymise" } }), "1 day after the end all names are forgotten; questions, answers and numbers stay.");
  });
  test("as what people were told, where it is not set", () => {
    assert.equal(words({ recording_notice: { recorded: true, days: 180 } }), "People were told 180 days; nothing happens by itself yet.");
    assert.match(words({ recording_notice: { recorded: false } }), /^Nothing is deleted by itself\./);
  });
  test("where nothing happens by itself, and where names are forgotten already", () => {
    assert.match(words({}), /^Nothing is deleted by itself\./);
    assert.match(words({ status: "archived", retention: { days: 1, then: "pseudonymise" } }), /^The names are forgotten\. Questions, answers and numbers stay/);
    assert.match(words({ status: "archived", retention: { days: 1, then: "delete", due_at: DUE } }), /^The names are forgotten\. On .* everything is deleted/);
  });
});

test("it has to be said once the session is over, unless the names are forgotten", () => {
  const unset = (session) => isRetentionUnset({ session });
  assert.deepEqual([unset({ status: "finished" }), unset({ status: "live" }), unset({ status: "archived" }), unset({ status: "finished", retention: { days: 1 } })], [true, false, false, false]);
});

test("what is typed to confirm is the whole name, whatever its capitals, accents and spaces", () => {
  assert.deepEqual([confirms(" josé ", "José"), confirms("An  evening", "an evening"), confirms("", "Ana"), confirms("Anna", "Ana")], [true, true, false, false]);
});

test("longer than people were told is said, as long is not", () => {
  const told = (days, recording_notice) => longerThanTold({ session: { recording_notice } }, days);
  const notice = { recorded: true, days: 180 };
  assert.deepEqual([told(181, notice), told(180, notice), told(3650, { recorded: false }), told(3650)], ["People were told 180 days.", "", "", ""]);
});

test("names are forgotten once", () => {
  const endings = (status) => endingsOf({ session: { status } }).map(([value]) => value);
  assert.deepEqual([endings("finished"), endings("archived")], [["delete", "pseudonymise"], ["delete"]]);
});

test("whose name is forgotten is known by the id, not by a name that anybody may choose", () => {
  const alias = "x0123456789abcdef";
  assert.deepEqual([isNameless({ id: alias }), isNameless({ id: "p7" })], [true, false]);
  assert.deepEqual([isForgotten({ id: alias, name: "[removed]" }), isForgotten({ id: alias, name: "Person 1" }), isForgotten({ id: "p7", name: "[removed]" })], [true, false, false]);
});

describe("what somebody wrote is counted", () => {
  const own = (type, data) => ({ type, data, own: true });
  const of = (happened, more) => textsWords(textsIn({ happened, ...more }));
  test("by question, answer and other text, each once however often it was changed", () => {
    const happened = [
      own("qa_queue.drafted", { question_id: "q1", text: "Why?" }), own("qa_queue.edited", { question_id: "q1", text: "Why not?" }), own("qa_queue.drafted", { question_id: "q2", text: "How?" }),
      own("panel.answered", { question_id: "q3", text: "So." }), own("panel.answer_written", { question_id: "q3", text: "So, then." }), own("panel.answered", { question_id: "q4", text: null }),
      own("panel.noted", { text: "Ask her." }), own("qa_queue.vote_cast", { question_id: "q3" }), own("rooms.seat_taken", { room_id: "r1" }),
    ];
    assert.equal(of(happened), "2 questions, 1 written answer and 1 other text");
    assert.equal(of([], { viewing: { follow_ups: [{}, {}] } }), of([], { viewing: { follow_ups: 2 } }));
  });
  test("without what others did, and what is taken out already", () => {
    assert.equal(of([{ type: "qa_queue.drafted", data: { question_id: "q1", text: "Why?" } }, own("qa_queue.drafted", { question_id: "q2", text: "[removed]" })]), "");
  });
});

test("an end may be a slip for an hour", () => {
  const reopens = (session, now) => mayReopen({ session: { finished_at: 1000, ...session } }, now);
  assert.deepEqual([reopens({ status: "finished" }, 1000 + 3_599_999), reopens({ status: "finished" }, 1000 + 3_600_000), reopens({ status: "live" }, 1000), reopens({ status: "archived" }, 1000)],
    [true, false, false, false]);
});
