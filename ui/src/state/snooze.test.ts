import { expect, test } from "vitest";

import { endOf, quietWords } from "./snooze";

const at = (time: string) => Date.parse(time);

test("half an hour and an hour are counted from now", () => {
  expect(endOf("halfHour", at("2026-11-22T21:50:00"))).toBe(at("2026-11-22T22:20:00"));
  expect(endOf("hour", at("2026-11-22T23:50:00"))).toBe(at("2026-11-23T00:50:00"));
});

test("tomorrow morning is the next one that follows a night", () => {
  expect(endOf("tomorrow", at("2026-11-22T21:50:00"))).toBe(at("2026-11-23T08:00:00"));
  expect(endOf("tomorrow", at("2026-11-23T01:30:00"))).toBe(at("2026-11-23T08:00:00"));
  expect(endOf("tomorrow", at("2026-11-23T07:30:00"))).toBe(at("2026-11-24T08:00:00"));
});

test("a quiet that ends on another day says which", () => {
  const now = at("2026-11-22T21:50:00");
  const until = (time: string) => quietWords({ why: "snoozed", until: new Date(at(time)).toISOString() }, now);
  expect(until("2026-11-22T23:00:00")).toBe("Snoozed until 11:00 PM");
  expect(until("2026-11-27T08:00:00")).toMatch(/^Snoozed until Fri, Nov 27.* 8:00 AM$/u);
});
