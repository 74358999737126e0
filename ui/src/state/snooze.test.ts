import { expect, test } from "vitest";

import { endOf } from "./snooze";

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
