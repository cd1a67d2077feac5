import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "../harness/dom.mjs";
import { evening, HOST } from "../harness/evening.mjs";
import { show } from "../harness/show.mjs";
import { NOW, settle } from "../harness/time.mjs";

const { DetailsPanel } = await load("components/host/details-panel.js");
const { LinksPanel } = await load("components/host/links-panel.js");
const host = (Component, props, view = evening()) => show(Component, props, { view, me: HOST });

describe("details", () => {
  const notice = { number: 1, recorded: true, keeper: "Ghent", days: 30 };
  const details = (session = {}, more = {}, at = "lobby") => host(DetailsPanel, {}, evening(at, { session, ...more }));
  const saveNth = async (page, nth) => {
    page.all("button").filter((each) => each.textContent === "Save")[nth].click();
    await settle();
    return page.sent;
  };

  test("say what is recorded, and how many agreed", async () => {
    const people = { b1: { name: "Ben", consented: true }, c1: { name: "Cleo" } };
    assert.match((await details({ recording_notice: notice }, { people })).text, /Ghent.* 30 days.*1 of 2 have agreed\./);
    assert.match((await details({ recording_notice: notice }, { people: { b1: people.b1 } })).text, /Everybody has agreed\./);
  });
  test("set who keeps a recording and how long", async () => {
    const page = await details();
    await page.type("Who keeps the recordings", " Ghent ");
    assert.deepEqual(await saveNth(page, 0), [["session.set_notice", { recorded: true, keeper: "Ghent", days: 365 }]]);
  });
  test("say that nothing is recorded", async () => {
    const page = await details({ recording_notice: notice });
    assert.match(page.text, /Everybody is asked again when you change this\./);
    await page.press("The calls are recorded", "checkbox");
    assert.deepEqual(await saveNth(page, 0), [["session.set_notice", { recorded: false }]]);
  });
  test("change title, start and call; what is emptied is taken away", async () => {
    const page = await details({ starts_at: NOW, plenary_call_url: "https://x.example.org" });
    await page.type("Title", "Other dilemmas");
    await page.type(/^Planned start/, "");
    await page.type("Call link for everybody", "");
    assert.deepEqual(await saveNth(page, 1), [["session.edit", { title: "Other dilemmas", plenary_call_url: null, starts_at: null }]]);
  });
  test("leave the planned start alone once it has begun", async () => {
    const page = await details({ starts_at: NOW, plenary_call_url: "https://x.example.org" }, {}, "rooms");
    assert.deepEqual(await saveNth(page, 1), [["session.edit", { title: "Dilemmas", plenary_call_url: "https://x.example.org" }]]);
  });
  test("are gone at the end", async () => assert.equal((await details({}, {}, "over")).text, ""));
});

describe("the links", () => {
  const links = { join: "/join/AB12", panel: "/panel/s1?k=x", watch: "/watch/s1?k=y", host: "/host/s1?k=secret" };
  const shown = (at = "lobby", session = { join_code: "AB12" }) => host(LinksPanel, { links }, evening(at, { session }));

  test("are whole addresses, each with a copy button; the host's own key is not among them", async () => {
    const page = await shown();
    assert.deepEqual(page.all("field").map((each) => each.value), ["https://evening.example.org/join/AB12", "https://evening.example.org/panel/s1?k=x", "https://evening.example.org/watch/s1?k=y"]);
    assert.ok(page.has("button", "Copy Panel") && !page.root.innerHTML.includes("secret"));
  });
  test("fetch a QR code when it is opened, and only then", async () => {
    const page = await shown();
    assert.deepEqual(page.names("image"), []);
    await page.unfold("QR code for Participants");
    assert.equal(page.the("image", "QR code of the link for: Participants").getAttribute("src"), "/host/s1/qr/join.svg");
  });
  test("offer a calendar file once there is a date", async () => {
    assert.equal((await shown()).has("link", "Calendar file"), false);
    assert.equal((await shown("lobby", { join_code: "AB12", starts_at: NOW })).the("link", "Calendar file").getAttribute("href"), "/join/AB12/session.ics");
  });
  test("are one at the end: the way to what remains", async () => {
    const page = await shown("over");
    assert.deepEqual([page.names("field"), page.names("link")], [["Watch later"], ["Open that page"]]);
  });
});
