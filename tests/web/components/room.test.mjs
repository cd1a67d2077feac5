import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "../harness/dom.mjs";
import { ANA, evening, HOST, MINUTE, question, REP, ROOMS } from "../harness/evening.mjs";
import { show } from "../harness/show.mjs";
import { NOW } from "../harness/time.mjs";

const { CallLink } = await load("components/calls/call-link.js");
const { AboutRecording, Consent } = await load("components/room/consent.js");
const { HelpCall } = await load("components/room/help-call.js");
const { IAmHere } = await load("components/room/i-am-here.js");
const { MyRoom } = await load("components/room/my-room.js");
const { RoomPicker } = await load("components/room/room-picker.js");
const { YourTurn } = await load("components/room/your-turn.js");
const people = { a1: { name: "Ana", room_id: "r1" }, b1: { name: "Ben", room_id: "r1" }, c1: { name: "Cleo", room_id: "r1" }, t1: { name: "Tom", facilitates: "r1" } };
const room = (more) => ({ ...ROOMS, r1: { ...ROOMS.r1, ...more } });

describe("choosing a room", () => {
  const pick = (me) => show(RoomPicker, {}, { view: evening("lobby"), me });
  const { room_id: _, ...nowhere } = ANA;

  test("is asked from who has none, and sends the room", async () => {
    const page = await pick(nowhere);
    assert.deepEqual(page.names("button"), ["A · Mentoring3 people", "B · Networks2 people"]);
    await page.press(/Networks/);
    assert.deepEqual(page.sent, [["rooms.choose", { room_id: "r2" }]]);
  });
  test("is offered, not pressed on, who has one", async () => {
    const page = await pick(ANA);
    assert.deepEqual(page.names("button"), ["Change room"]);
    await page.press("Change room");
    assert.equal(page.the("button", /Mentoring/).getAttribute("aria-pressed"), "true");
    await page.press("Stay where you are");
    assert.deepEqual([page.names("button"), page.sent], [["Change room"], []]);
  });
  test("of the own room sends nothing", async () => {
    const page = await pick(ANA);
    await page.press("Change room");
    await page.press(/Mentoring/);
    assert.deepEqual([page.names("button"), page.sent], [["Change room"], []]);
  });
  test("stays open when it is refused, with the reason", async () => {
    const page = await pick(ANA);
    await page.press("Change room");
    page.answers.push({ ok: false, code: "rooms.unknown_room" });
    await page.press(/Networks/);
    assert.match(page.text, /That room does not exist\..*Stay where you are/);
  });
});

describe("my room", () => {
  const mine = (view, me = ANA) => show(MyRoom, {}, { view, me });

  test("says what it is about, who is there, and that nobody speaks for it yet", async () => {
    const page = await mine(evening("rooms", { people, rooms: room({ prompt: "Lena asked you." }) }));
    assert.match(page.text, /Your room · A Mentoring.*Lena asked you\..*Nobody speaks for this room yet\. With you: Ben and Cleo\. Helping: Tom\./);
  });
  test("takes a volunteer, then a deputy, then nobody", async () => {
    const page = await mine(evening("rooms", { people }));
    await page.press("I will speak for our room");
    await page.change({ view: evening("rooms", { people, rooms: room({ representative: "Ben", representative_id: "b1" }) }) });
    assert.match(page.text, /Ben speaks for this room\. With you: Cleo/);
    await page.press("I can be the deputy");
    assert.deepEqual(page.sent, [["rooms.volunteer"], ["rooms.volunteer"]]);
    await page.change({ view: evening("rooms", { people, rooms: room({ representative: "Ben", deputy: "Cleo" }) }) });
    assert.deepEqual(page.names("button"), ["Call for help", "Change room"]);
  });
  test("tells who speaks for it, to them and to the others", async () => {
    const rooms = room({ representative: "Ana", representative_id: "a1", deputy: "Ben", deputy_id: "b1" });
    assert.match((await mine(evening("rooms", { people, rooms }), REP)).text, /You speak for this room\. Deputy: Ben\./);
    assert.match((await mine(evening("rooms", { people, rooms }), { ...ANA, speaks_as: "deputy" })).text, /Ana speaks for this room\. You are the deputy\./);
  });
  test("says who speaks while somebody is away, and that nobody does", async () => {
    const away = { representative: "Ben", representative_id: "b1", deputy: "Cleo", deputy_id: "c1", absent: ["representative"], speaker: "Cleo", speaker_id: "c1" };
    assert.match((await mine(evening("rooms", { people, rooms: room(away) }))).text, /Ben is away\. Cleo speaks for this room\./);
    assert.match((await mine(evening("rooms", { people, rooms: room({ ...away, speaker: undefined, speaker_id: undefined }) }))).text, /Ben is away\. Nobody speaks for this room now\./);
    const cleo = { ...ANA, id: "c1", name: "Cleo", speaks_as: "deputy" };
    assert.match((await mine(evening("rooms", { people, rooms: room(away) }), cleo)).text, /You are the deputy\. The representative is away: you speak now\./);
  });
  test("says so to who is alone in it", async () => {
    assert.match((await mine(evening("rooms", { people: { a1: people.a1 } }))).text, /You are the only one so far\./);
  });
  test("names eight and counts the rest", async () => {
    const many = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`p${i}`, { name: `P${String(i).padStart(2, "0")}`, room_id: "r1" }]));
    assert.match((await mine(evening("rooms", { people: many }))).text, /P07 and 3 more\./);
  });
  test("is folded away once the questions are what counts, and gone at the end", async () => {
    assert.deepEqual((await mine(evening("break", { people }))).names("fold"), ["Your room A · Mentoring"]);
    assert.equal((await mine(evening("over", { people }))).text, "");
  });
  test("of who helps says that, and offers no seat", async () => {
    const { room_id: _, ...tom } = { ...ANA, id: "t1", facilitates: "r1" };
    const page = await mine(evening("rooms", { people }), tom);
    assert.match(page.text, /You help room · A/);
    assert.equal(page.has("button", "I will speak for our room"), false);
  });
  test("shows the beginning of a long dilemma, and remembers who wants all of it", async () => {
    const page = await mine(evening("rooms", { rooms: room({ prompt: "Lena. ".repeat(60) }) }));
    await page.press("Read all of it");
    await page.reload();
    assert.ok(page.has("button", "Show less"));
  });
});

describe("the way into the call", () => {
  const calls = (at, more = {}, session = { plenary_call_url: "https://all.example.org" }) =>
    show(CallLink, {}, { view: evening(at, { rooms: room({ call_url: "https://a.example.org" }), session, ...more }), me: ANA });
  const to = (page) => page.all("link").map((link) => link.getAttribute("href"));

  test("is the room's while rooms work, and the common one otherwise", async () => {
    assert.deepEqual(to(await calls("rooms")), ["https://a.example.org"]);
    for (const at of ["lobby", "break", "panel"]) assert.deepEqual(to(await calls(at)), ["https://all.example.org"], at);
  });
  test("is not the wrong one where the right one is missing", async () => {
    assert.deepEqual(to(await calls("rooms", { rooms: ROOMS })), []);
    assert.deepEqual(to(await calls("break", {}, {})), []);
  });
  test("closes at the end", async () => assert.equal((await calls("over")).text, ""));
});

describe("a call for help", () => {
  const help = (more, me = ANA, at = "rooms") => show(HelpCall, { room: { ...ROOMS.r1, id: "r1", ...more } }, { view: evening(at), me });
  const called = { help: { at: NOW - 3 * MINUTE, by: "Ben" } };

  test("goes out from the own room", async () => {
    const page = await help();
    await page.press("Call for help");
    assert.deepEqual(page.sent, [["rooms.call_for_help", { room_id: "r1" }]]);
    assert.equal((await help({}, { ...ANA, room_id: "r2" })).text, "");
  });
  test("says who called, when, who comes; and is ended when all is well", async () => {
    const page = await help(called);
    assert.match(page.text, /Help is called\. Ben, 3 min ago/);
    assert.deepEqual(page.names("button"), ["All is well"]);
    await page.press("All is well");
    assert.deepEqual(page.sent, [["rooms.end_help", { room_id: "r1" }]]);
    assert.match((await help({ help: { ...called.help, taken_by: "the host" } })).text, /The host is coming\./);
  });
  test("is taken by who helps the room, once", async () => {
    const tom = { ...ANA, room_id: undefined, facilitates: "r1" };
    const page = await help(called, tom);
    await page.press("I will help");
    assert.deepEqual(page.sent, [["rooms.take_help", { room_id: "r1" }]]);
    assert.deepEqual((await help({ help: { ...called.help, taken_by: "Tom" } }, tom)).names("button"), ["All is well"]);
  });
  test("is not possible before the start and after the end", async () => {
    assert.equal((await help({}, ANA, "lobby")).text + (await help(called, ANA, "over")).text, "");
  });
});

describe("consent to a recording", () => {
  const notice = { number: 2, recorded: true, keeper: "The university", days: 365 };
  const ask = (me, session = { recording_notice: notice }, at = "rooms") => show(Consent, {}, { view: evening(at, { session }), me });

  test("says what is kept, by whom, how long, and sends the notice that was read", async () => {
    const page = await ask(ANA);
    assert.match(page.text, /This session is recorded.*The university.* for 1 year/);
    await page.press("I agree to be recorded");
    assert.deepEqual(page.sent, [["session.consent", { notice: 2 }]]);
  });
  test("is asked again when what is recorded has changed", async () => {
    assert.match((await ask({ ...ANA, consented: 1 })).text, /^What is recorded has changed/);
  });
  test("is not asked from who gave it, from a shared link, without a recording, or after the end", async () => {
    const unrecorded = { recording_notice: { number: 1, recorded: false } };
    for (const [me, session, at] of [[{ ...ANA, consented: 2 }], [HOST], [ANA, unrecorded], [ANA, {}], [ANA, undefined, "over"]]) {
      assert.equal((await ask(me, session, at)).text, "");
    }
  });
  test("stays to be read", async () => {
    const about = async (recording_notice) => (await show(AboutRecording, {}, { view: evening("rooms", { session: { recording_notice } }) })).text;
    assert.match(await about(notice), /The calls are recorded\./);
    assert.match(await about(undefined), /has not said whether/);
    assert.match(await about({ recorded: false }), /This session is not recorded\./);
  });
});

describe("who was marked as away", () => {
  const here = (me, at = "panel", rooms = room({ speaker: "Ben" })) => show(IAmHere, {}, { view: evening(at, { rooms }), me });

  test("says with one press to be back", async () => {
    const page = await here({ ...REP, absent: true });
    assert.match(page.text, /You are marked as away ?Ben speaks for your room until you are back\./);
    await page.press("I am here");
    assert.deepEqual(page.sent, [["rooms.mark_present", { participant_id: "a1" }]]);
    assert.match((await here({ ...REP, absent: true }, "panel", ROOMS)).text, /Nobody speaks for your room until you are back\./);
  });
  test("is not asked who is here, nor after the end", async () => {
    assert.equal((await here(REP)).text + (await here({ ...REP, absent: true }, "over")).text, "");
  });
});

describe("your turn", () => {
  const turn = (questions, me = REP, rooms = ROOMS) => show(YourTurn, {}, { view: evening("panel", { questions, rooms }), me });
  const [air, mine, other] = [question("A-1", "Why?", { status: "on_air" }), question("A-1", "Why?", { rank: 2 }), question("B-1", "How?", { rank: 1 })];
  const DEPUTY = { ...REP, id: "b1", speaks_as: "deputy" };

  for (const [what, questions, title] of [
    ["on", { q1: air, q2: other }, "You are on. Ask your question now."],
    ["next", { q1: { ...mine, rank: 1 }, q2: { ...other, rank: 2 } }, "You are next."],
    ["next", { q1: mine, q2: { ...other, held: "host" } }, "You are next."],
    ["waiting", { q1: mine, q2: other }, "Your next question stands at place 2."],
    ["waiting", { q1: { ...mine, rank: 1 }, q2: { ...other, rank: 2, next: true } }, "Your next question stands at place 1."],
    ["waiting", { q1: { ...mine, held: "host" }, q2: other, q3: { ...mine, rank: 3 } }, "Your next question stands at place 3."],
    ["held", { q1: { ...mine, held: "host" }, q2: other }, "Your question is held. It keeps its place."],
    ["done", { q2: other }, "None of your questions is waiting."],
  ]) {
    test(`is said: ${what}, ${title}`, async () => {
      const page = await turn(questions);
      assert.deepEqual(page.names("heading"), [title]);
      assert.equal(page.root.querySelector("section").dataset.turn, what);
    });
  }
  test("tells also what is held while another one comes first", async () => {
    const [held, second] = [{ ...mine, rank: 1, held: "host" }, question("A-2", "Who?", { rank: 2 })];
    assert.match((await turn({ q1: held, q2: second })).text, /^You are next\.A-2 Who\?.*A-1 is held\. It keeps its place\.$/);
  });
  test("gives the words to read aloud, and who answers", async () => {
    assert.match((await turn({ q1: { ...air, claimed_by: "Dr. Ode" } })).text, /A-1 Why\?.*Dr\. Ode will answer\./);
  });
  test("on air runs against its share of the time, in words too", async () => {
    const page = await turn({ q1: { ...air, on_air_since: NOW - MINUTE }, q2: other });
    assert.equal(page.the("timer").textContent, "1:00 of 25:30");
    await page.clock(NOW + 20 * MINUTE);
    assert.equal(page.the("timer").textContent, "21:00 of 25:30 · time to come to an end");
    await page.clock(NOW + 25 * MINUTE);
    assert.equal(page.the("timer").textContent, "26:00 of 25:30 · over time");
  });
  test("can be a follow-up, which costs nothing", async () => {
    const page = await turn({ q1: { ...air, follow_up: true } });
    assert.match(page.text, /^You are on, with a follow-up\..*It does not count as another turn of your room\./);
  });
  test("says about how long it takes, and why it stands where it does", async () => {
    const reason = { rule: "fair_turn", turn: 2, room_id: "r1", airtime: 90_000, support: 3, rooms: 1 };
    const page = await turn({ q1: { ...mine, reason }, q2: other });
    assert.match(page.text, /In about 4 minutes\./);
    assert.match(page.the("fold", "Why here").textContent, /Round 2 for room A\. 1:30 airtime so far\./);
  });
  test("says what stands before it, and by what", async () => {
    const reason = { rule: "fair_turn", turn: 2, room_id: "r1", support: 3, rooms: 1 };
    const page = await turn({ q1: { ...mine, reason }, q2: { ...other, reason: { ...reason, room_id: "r2", turn: 1 } } });
    assert.match(page.the("fold", "Why here").textContent, /One stands before it, of an earlier round\.$/);
  });
  test("says that the time may not reach it", async () => {
    const page = await turn({ q1: mine, q2: other });
    await page.clock(NOW + 51 * MINUTE);
    assert.match(page.text, /The time may not reach your question\./);
  });
  test("is the deputy's while the representative is away, and else not", async () => {
    const rooms = room({ representative: "Ana", representative_id: "a1", deputy: "Ben", deputy_id: "b1" });
    const present = { ...rooms, r1: { ...rooms.r1, speaker: "Ana", speaker_id: "a1" } };
    const away = { ...rooms, r1: { ...rooms.r1, speaker: "Ben", speaker_id: "b1", absent: ["representative"] } };
    assert.match((await turn({ q1: air }, DEPUTY, away)).text, /You are on\..*You are the deputy\. The representative is away: you speak now\./);
    assert.match((await turn({ q1: air }, DEPUTY, present)).text, /^Your room is on\..*Ana asks it for A · Mentoring\.$/);
  });
  test("comes also with a question of another room that theirs is part of", async () => {
    const rooms = { ...ROOMS, r2: { ...ROOMS.r2, representative: "Cleo", speaker: "Cleo", speaker_id: "c1" } };
    assert.match((await turn({ q2: { ...other, credited: ["r1"] } }, REP, rooms)).text, /^Your room is next\..*Cleo asks it for B · Networks\.$/);
  });
  test("is nobody's who does not speak for a room", async () => assert.equal((await turn({ q1: air }, ANA)).text, ""));
});
