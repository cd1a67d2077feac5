import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { EMPTY, faultsOf, request, themesOf, withThemes } from "../../web/static/js/create.js";
import { partsOf, spoken } from "../../web/static/js/evening.js";
import { instantOf, placeOf, zonesWith } from "../../web/static/js/zone.js";

const draft = (changes = {}) => ({ ...EMPTY, title: " An evening ", themes: "Mentoring\n\n Networks \n", zone: "Europe/Brussels", ...changes });

describe("the request", () => {
  test("leaves out what was left empty", () => {
    assert.deepEqual(request(draft()), {
      title: "An evening", template: "45-15-60", rooms: [{ theme: "Mentoring" }, { theme: "Networks" }], timezone: "Europe/Brussels",
    });
  });
  test("holds the calls and dilemmas of each theme", () => {
    const byTheme = { Networks: { call: " https://meet.example.org/b ", prompt: "Nine schools." }, Gone: { call: "https://x.example.org" } };
    const { rooms, plenary_call_url } = request(draft({ byTheme, common: "https://meet.example.org/all" }));
    assert.deepEqual(rooms, [{ theme: "Mentoring" }, { theme: "Networks", prompt: "Nine schools.", call_url: "https://meet.example.org/b" }]);
    assert.equal(plenary_call_url, "https://meet.example.org/all");
  });
  test("holds questions to begin with, one per line, and that a moderator reads them first", () => {
    const { rooms, moderation } = request(draft({ moderated: true, byTheme: { Mentoring: { questions: " Why?\n\nHow?\n" } } }));
    assert.deepEqual(rooms, [{ theme: "Mentoring", questions: ["Why?", "How?"] }, { theme: "Networks" }]);
    assert.equal(moderation, true);
  });
  test("tells other lengths as an agenda", () => {
    const { template, agenda } = request(draft({ minutes: ["30", "10", "40"] }));
    assert.equal(template, undefined);
    assert.deepEqual(agenda.map(({ kind, minutes }) => [kind, minutes]), [["breakout", 30], ["break", 10], ["panel", 40]]);
  });
  test("reads the start on the clock of the zone", () => {
    assert.equal(request(draft({ starts: "2026-12-02T17:00" })).starts_at, Date.UTC(2026, 11, 2, 16));
  });
  test("says nothing of recordings until the host has decided", () => {
    assert.equal("recording_notice" in request(draft({ keeper: "Leuven" })), false);
    assert.deepEqual(request(draft({ recorded: "no", keeper: "Leuven" })).recording_notice, { recorded: false });
    assert.deepEqual(request(draft({ recorded: "yes", keeper: " Leuven ", days: "90" })).recording_notice, { recorded: true, keeper: "Leuven", days: 90 });
  });
});

describe("what belongs to a theme", () => {
  const before = draft({ themes: "Mentoring\nNetworks", byTheme: { Networks: { call: "https://b" } } });
  test("follows while its words are changed", () => {
    assert.deepEqual(withThemes(before, "Mentoring\nNetworks of schools").byTheme, { "Networks of schools": { call: "https://b" } });
  });
  test("stays with it when another theme is put before it or taken away", () => {
    for (const themes of ["New\nMentoring\nNetworks", "Networks"]) assert.deepEqual(withThemes(before, themes).byTheme, before.byTheme);
  });
  test("waits while its theme is cut out, and is there when it is put back", () => {
    const without = withThemes(before, "Mentoring");
    assert.deepEqual(withThemes(without, "Networks\nMentoring").byTheme, before.byTheme);
  });
  test("changes places with it", () => {
    assert.deepEqual(withThemes(before, "Networks\nMentoring").byTheme, before.byTheme);
  });
});

test("themes are the lines that are not empty", () => {
  assert.deepEqual(themesOf("\n Mentoring\n\nNetworks "), ["Mentoring", "Networks"]);
});

describe("a refusal", () => {
  test("names the fields it is about", () => {
    assert.deepEqual(faultsOf("rooms.1.call_url: must be a link; without spaces; title: is missing"), [
      { field: "rooms.1.call_url", reason: "must be a link; without spaces" }, { field: "title", reason: "is missing" }]);
  });
  test("may name none", () => {
    assert.deepEqual(faultsOf("The server is full: try again."), []);
    assert.deepEqual(faultsOf(undefined), []);
  });
});

describe("the line of the evening", () => {
  test("gives every part its share", () => {
    assert.deepEqual(partsOf(["45", "15", "60"]).map(({ from, share }) => [from, share]), [[0, 37.5], [37.5, 12.5], [50, 50]]);
  });
  test("takes half-typed minutes for none", () => {
    assert.deepEqual(partsOf(["", "-5", "x"]).map(({ share }) => share), [0, 0, 0]);
  });
  test("is spoken in clock times, or in lengths", () => {
    const parts = partsOf(["45", "15", "60"]);
    assert.equal(spoken(parts, Date.UTC(2026, 11, 2, 16), "Europe/Brussels", "en-GB"), "17:00 rooms, 17:45 break, 18:00 panel, 19:00 end");
    assert.equal(spoken(parts, undefined), "Rooms 45 min, break 15 min, panel 1 h. Together 2 h.");
  });
});

describe("a time in a zone", () => {
  test("is an instant, in summer and in winter, on both sides of the change", () => {
    assert.equal(instantOf("2026-07-01T12:00", "Europe/Brussels"), Date.UTC(2026, 6, 1, 10));
    assert.equal(instantOf("2026-01-01T12:00", "America/Bogota"), Date.UTC(2026, 0, 1, 17));
    assert.equal(instantOf("2026-03-29T01:30", "Europe/Brussels"), Date.UTC(2026, 2, 29, 0, 30));
    assert.equal(instantOf("2026-03-29T03:30", "Europe/Brussels"), Date.UTC(2026, 2, 29, 1, 30));
    assert.equal(instantOf("2026-10-25T04:00", "Europe/Brussels"), Date.UTC(2026, 9, 25, 3));
  });
  test("is none while it is half typed", () => assert.equal(instantOf("", "UTC"), undefined));
  test("is named by its place", () => assert.equal(placeOf("America/Argentina/Buenos_Aires"), "Buenos Aires"));
  test("has the reader's own zone to choose, known or not", () => {
    assert.ok(zonesWith("Europe/Brussels").includes("Asia/Tokyo"));
    assert.equal(zonesWith("Nowhere/Else")[0], "Nowhere/Else");
  });
});
