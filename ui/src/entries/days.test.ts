import { expect, test } from "vitest";

import type { HistoryEntry } from "../bindings/HistoryEntry";
import { keyOf, withDays } from "./days";
import { prettyData } from "./raw";

const now = new Date("2026-11-22T14:30:00").getTime();
const entry = (seq: number, at: string) => ({ seq, received_at: new Date(at).toISOString() }) as HistoryEntry;

test("each day begins with a heading", () => {
  const items = withDays([entry(3, "2026-11-22T10:00:00"), entry(2, "2026-11-22T00:00:00"), entry(1, "2026-11-21T23:59:59")], now);
  expect(items.map(({ kind }) => kind)).toEqual(["day", "row", "row", "day", "row"]);
});

test("a clock that was set back gives no key twice, and a new row no heading a new key", () => {
  const list = [entry(3, "2026-11-22T10:00:00"), entry(2, "2026-11-21T10:00:00"), entry(1, "2026-11-22T09:00:00")];
  const keys = withDays(list, now).map(keyOf);
  expect(new Set(keys).size).toBe(6);
  expect(withDays([entry(4, "2026-11-22T11:00:00"), ...list], now).map(keyOf)[0]).toBe(keys[0]);
});

test("JSON is indented, and anything else is left alone", () => {
  expect(prettyData('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
  for (const plain of ["plain", "42", '"text"', "{broken", ""]) expect(prettyData(plain)).toBe(plain);
});
