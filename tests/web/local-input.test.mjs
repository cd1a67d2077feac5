import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fromLocalInput, toLocalInput } from "../../web/static/js/local-input.js";

process.env.TZ = "Europe/Brussels";
const WINTER = Date.UTC(2026, 11, 2, 16, 0, 7);
const SUMMER = Date.UTC(2026, 6, 2, 16, 0, 0);

describe("an instant in a field", () => {
  test("is told on the clock of this browser, in winter and in summer", () => {
    assert.deepEqual([WINTER, SUMMER].map(toLocalInput), ["2026-12-02T17:00:07", "2026-07-02T18:00:00"]);
  });
  test("comes back as the same instant", () => {
    for (const at of [WINTER, SUMMER]) assert.equal(fromLocalInput(toLocalInput(at)), at);
  });
  test("is read without seconds too, as some browsers write it", () => assert.equal(fromLocalInput("2026-12-02T17:00"), WINTER - 7000));
  test("is nothing where there is none", () => {
    assert.deepEqual([toLocalInput(undefined), fromLocalInput(""), fromLocalInput(undefined)], ["", undefined, undefined]);
  });
});
