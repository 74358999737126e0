import { expect, test } from "vitest";

import { ago, dayOf, daysAgo, happened, rowTime, secondsLeft } from "./time";

const at = (text: string) => new Date(text).getTime();
const now = at("2026-11-22T14:30:00");

test("a row says how long ago within the hour, then the time of day", () => {
  const near = [0, 59, 60, 61 * 1, 59 * 60].map((seconds) => rowTime(now - seconds * 1000, now));
  expect(near[0]).toBe(near[1]);
  expect(near[2]).toContain("1");
  expect(near[4]).toContain("59");
  const earlier = rowTime(at("2026-11-22T09:05:00"), now);
  expect(earlier).toMatch(/0?9[:.]05/);
});

test("an entry of another day than the one it is listed under says its date", () => {
  expect(rowTime(at("2026-11-19T16:45:00"), now, now)).toContain("19");
});

test("an entry happened when its feed says, and never after it came", () => {
  const received_at = "2026-11-22T10:00:00.000Z";
  expect(happened({ published_at: null, received_at })).toBe(Date.parse(received_at));
  expect(happened({ published_at: "2026-11-22T09:00:00.000Z", received_at })).toBe(Date.parse("2026-11-22T09:00:00Z"));
  expect(happened({ published_at: "2027-01-01T00:00:00.000Z", received_at })).toBe(Date.parse(received_at));
});

test("a feed's clock that runs ahead is shown as it is", () => {
  expect(rowTime(now + 20_000, now)).toBe(rowTime(now, now));
  expect(rowTime(at("2026-11-22T16:45:00"), now)).toMatch(/(16|4)[:.]45/);
});

test("days are days of the calendar, not spans of hours", () => {
  expect(daysAgo(at("2026-11-21T23:59:00"), at("2026-11-22T00:01:00"))).toBe(1);
  expect(daysAgo(at("2026-11-22T00:00:00"), at("2026-11-22T23:59:00"))).toBe(0);
  expect(dayOf(at("2026-11-22T00:00:00"), now)).toEqual({ kind: "today" });
  expect(dayOf(at("2026-11-21T00:00:00"), now)).toEqual({ kind: "yesterday" });
  expect(dayOf(at("2026-03-02T12:00:00"), now)).toMatchObject({ kind: "date", text: expect.not.stringContaining("2026") });
  expect(dayOf(at("2025-12-31T12:00:00"), now)).toMatchObject({ kind: "date", text: expect.stringContaining("2025") });
});

test("the seconds left are whole and end at nought", () => {
  expect([secondsLeft(now + 1, now), secondsLeft(now + 12_000, now), secondsLeft(now - 5, now)]).toEqual([1, 12, 0]);
});

test("how long ago never lies in the future", () => {
  expect(ago(now + 5000, now)).toBe(ago(now, now));
  expect(ago(now - 2 * 3_600_000, now)).toContain("2");
});
