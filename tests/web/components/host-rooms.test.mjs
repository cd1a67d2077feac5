import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "../harness/dom.mjs";
import { draft, evening, HOST, MINUTE, question, ROOMS } from "../harness/evening.mjs";
import { show } from "../harness/show.mjs";
import { NOW } from "../harness/time.mjs";

const { AddRoom } = await load("components/host/add-room.js");
const { Balance } = await load("components/host/balance.js");
const { EditRoom } = await load("components/host/edit-room.js");
const { HostRoom } = await load("components/host/host-room.js");
const { Needs } = await load("components/host/needs.js");
const { PeopleCount } = await load("components/host/people-count.js");
const { PersonRow } = await load("components/host/person-row.js");
const { RoomsPanel } = await load("components/host/rooms-panel.js");
const ben = { id: "b1", name: "Ben", roles: ["participant"], room_id: "r1" };
const host = (Component, props, view = evening(), more = {}) => show(Component, props, { view, me: HOST, ...more });
const room = (more) => ({ ...ROOMS.r1, id: "r1", ...more });

describe("what is needed from the host", () => {
  const calling = { r1: { ...ROOMS.r1, representative_id: "b1", help: { at: NOW - 2 * MINUTE, by: "Ben" } }, r2: { ...ROOMS.r2, seats: 0 } };

  test("is told to be nothing, when it is nothing", async () => {
    const page = await host(Needs, {}, evening("break", { rooms: { r2: calling.r2 } }));
    assert.match(page.text, /Nothing right now\./);
  });
  test("leads to the place, tells how long it waits, and does it with one press", async () => {
    const page = await host(Needs, {}, evening("rooms", { rooms: calling }));
    assert.equal(page.the("link", /Room A asks for help\. 2 min ago/).getAttribute("href"), "#room-r1");
    await page.press("I will go");
    assert.deepEqual(page.sent, [["rooms.take_help", { room_id: "r1" }]]);
  });
  test("grows as time goes by", async () => {
    const page = await host(Needs, {}, evening("rooms", { rooms: { r2: calling.r2 } }));
    await page.clock(NOW + 36 * MINUTE);
    assert.match(page.text, /“Rooms” is over time\./);
  });
});

describe("one room of the host", () => {
  const shown = (more, view, presence) => host(HostRoom, { room: room(more) }, view, { presence });
  const questions = { q1: question("A-1", "Why?"), d1: draft("How?"), d2: draft("When?"), x: question("B-1", "Elsewhere") };

  test("says in a line who is there, who speaks, what is written", async () => {
    assert.match((await shown({}, evening("rooms", { questions }))).text, /A · Mentoring.*3 people no representative 1 submitted 2 drafts/);
    assert.match((await shown({ representative: "Ben" }, undefined, { rooms: { r1: 2 } })).text, /2 of 3 here Ben/);
    assert.match((await shown({ seats: 0 })).text, /0 people empty/);
  });
  test("calls for help loudly until somebody takes it", async () => {
    const help = { at: NOW - MINUTE, by: "Ben" };
    const page = await shown({ help });
    assert.match(page.text, /help called 1 min ago.*Ben called for help 1 min ago\./);
    await page.press("I will go");
    await page.press("It is settled");
    assert.deepEqual(page.sent, [["rooms.take_help", { room_id: "r1" }], ["rooms.end_help", { room_id: "r1" }]]);
    const taken = await shown({ help: { ...help, taken_by: "Tom" } });
    assert.match(taken.text, /Tom helps/);
    assert.equal(taken.has("button", "I will go"), false);
  });
  test("has its people, then who helps, and its call", async () => {
    const people = { b1: ben, t1: { name: "Tom", roles: ["participant"], facilitates: "r1" } };
    const page = await shown({ call_url: "https://meet.example.org/a" }, evening("rooms", { people }));
    assert.deepEqual(page.all("item").map((each) => each.querySelector(".person__name").textContent), ["Ben", "Tomfacilitator"]);
    assert.ok(page.has("link", "Open the call of this room"));
    assert.match((await shown()).text, /No call link yet\..*Nobody is in this room\./);
  });
  test("says how long it was heard, and who speaks while the representative is away", async () => {
    assert.match((await shown({ representative: "Ben", turns: 2, airtime: 90_000 })).text, /Ben 1:30 airtime/);
    assert.match((await shown({ representative: "Ben", speaker: "Cleo", absent: ["representative"] })).text, /Cleo speaks, Ben is away/);
    assert.match((await shown({ representative: "Ben", absent: ["representative", "deputy"] })).text, /nobody who speaks is here/);
  });
  test("gets a question prepared, before the start only", async () => {
    const page = await shown({}, evening("lobby"));
    await page.type("Prepare a question", " Why? ");
    await page.press("Prepare it");
    assert.deepEqual(page.sent, [["qa_queue.prepare", { text: "Why?", room_id: "r1" }]]);
    assert.equal(page.the("field", "Prepare a question").value, "");
    assert.equal((await shown()).has("button", "Prepare it"), false);
  });
  test("can be changed, but not after the end", async () => {
    const page = await shown();
    await page.press("Change theme, dilemma or call");
    await page.press("Cancel");
    assert.ok(page.has("button", "Change theme, dilemma or call"));
    assert.deepEqual((await shown({ help: { at: NOW } }, evening("over"))).names("button"), []);
  });
  test("takes away what is emptied", async () => {
    const ended = [];
    const page = await host(EditRoom, { room: room({ prompt: "Lena", call_url: "https://x.example.org" }), onEnd: () => ended.push(1) });
    await page.type("Theme", " Coaching ");
    await page.type("What they discuss", "");
    await page.type("Call link", " ");
    await page.press("Save");
    assert.deepEqual(page.sent, [["rooms.edit", { room_id: "r1", theme: "Coaching", prompt: null, call_url: null }]]);
    assert.equal(ended.length, 1);
  });
});

describe("one more room", () => {
  test("needs a theme, and leaves out what was not given", async () => {
    const page = await host(AddRoom);
    await page.type("Theme", " Coaching ");
    await page.press("Add room");
    assert.deepEqual(page.sent, [["rooms.add", { theme: "Coaching" }]]);
    assert.equal(page.the("field", "Theme").value, "");
  });
  test("keeps what was typed when it is refused", async () => {
    const page = await host(AddRoom);
    await page.type("Theme", "Coaching");
    await page.type("Call link", "https://meet.example.org/c");
    page.answers.push({ ok: false, code: "session.finished" });
    await page.press("Add room");
    await page.reload();
    assert.deepEqual(page.all("field").map((field) => field.value), ["Coaching", "", "https://meet.example.org/c"]);
  });
});

describe("balancing the rooms", () => {
  test("says what it means before it moves anybody", async () => {
    const page = await host(Balance);
    await page.press("By size");
    assert.match(page.text, /move as few people as possible, so that the rooms differ by one person at most\?/);
    await page.press("Move them");
    for (const way of ["Mixed", "One room per affiliation"]) await page.confirm(way);
    assert.deepEqual(page.sent, ["size", "mixed", "affiliation"].map((by) => ["rooms.balance", { by }]));
  });
  test("needs two rooms, and an evening that is not over", async () => {
    assert.equal((await host(Balance, {}, evening("over"))).text + (await host(Balance, {}, evening("rooms", { rooms: { r1: ROOMS.r1 } }))).text, "");
  });
});

test("people outside the rooms stand apart: who still needs one, and who has another task", async () => {
  const people = { b1: ben, c1: { name: "Cleo", roles: ["participant"] }, e1: { name: "Dr. Ode", roles: ["panelist"] } };
  const page = await host(RoomsPanel, {}, evening("rooms", { people }));
  assert.deepEqual(page.names("fold").slice(2, 4), ["Without a room1 person", "Other roles1 person"]);
  assert.match(page.text, /Dr\. Odepanelist/);
  assert.ok(page.has("choice", "What to do with Cleo") && !page.has("choice", "What to do with Dr. Ode"));
});

describe("one person of the host", () => {
  const row = (props, presence = {}) => host(PersonRow, { person: ben, room: room(), ...props }, evening(), { presence });

  test("can be given a seat, or another room", async () => {
    const page = await row();
    for (const what of ["representative:", "deputy:", "facilitator:", "move:r2"]) await page.choose("What to do with Ben", what);
    assert.deepEqual(page.sent, [
      ...["representative", "deputy", "facilitator"].map((as) => ["rooms.appoint", { room_id: "r1", participant_id: "b1", as }]),
      ["rooms.assign", { participant_id: "b1", room_id: "r2" }],
    ]);
    assert.equal(page.the("choice").value, "", "it is a menu, not a state");
  });
  test("cannot be moved where they are; without a room only moved", async () => {
    const options = async (props) => [...(await row(props)).the("choice").options].map((each) => each.textContent);
    assert.deepEqual((await options()).slice(-1), ["Move to B · Networks"]);
    assert.deepEqual(await options({ room: undefined }), ["Change…", "Set the size of a group…", "Stored data…", "Move to A · Mentoring", "Move to B · Networks"]);
  });
  test("is here or away, in words, once that is known", async () => {
    assert.equal((await row()).root.querySelector(".person__dot"), null);
    assert.match((await row({}, { here: ["b1"] })).text, /^here/);
    assert.match((await row({}, { here: [] })).text, /^away/);
  });
  test("who speaks and is away is said to be, and to be here again", async () => {
    const speaker = { room: room({ representative_id: "b1" }) };
    const page = await row(speaker);
    await page.choose("What to do with Ben", "away:");
    await page.given({ person: { ...ben, absent: true } });
    assert.match(page.text, /representative, away/);
    await page.press("Ben is here");
    assert.deepEqual(page.sent, [["rooms.mark_absent", { participant_id: "b1" }], ["rooms.mark_present", { participant_id: "b1" }]]);
    assert.equal([...(await row()).the("choice").options].some((each) => each.value === "away:"), false, "others need not be");
  });
  test("a device may stand for a group", async () => {
    const page = await row();
    await page.choose("What to do with Ben", "group:");
    await page.type("People at the device of Ben", "18");
    await page.press("Save");
    assert.deepEqual(page.sent, [["rooms.set_group", { participant_id: "b1", people: 18 }]]);
    assert.equal(page.has("button", "Save"), false);
    assert.match((await row({ person: { ...ben, group: 18 } })).text, /Ben stands for 18 people/);
  });
  test("is told with what they do", async () => {
    assert.match((await row({ room: room({ deputy_id: "b1" }) })).text, /Bendeputy/);
    assert.match((await row({ room: undefined, note: "panelist", person: { ...ben, roles: ["panelist"], affiliation: "Ghent" } })).text, /^Ben Ghentpanelist/);
  });
  test("tells why not", async () => {
    const page = await row();
    page.answers.push({ ok: false, code: "rooms.not_a_member" });
    await page.choose("What to do with Ben", "deputy:");
    assert.match(page.text, /That person is not in this room\./);
  });
});

test("people are counted: who joined, and who is connected once that is known", async () => {
  const page = await host(PeopleCount, {});
  assert.equal(page.text, "5 joined");
  await page.change({ presence: { total: 3 } });
  assert.equal(page.text, "5 joined · 3 here now");
});
