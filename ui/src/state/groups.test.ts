import { expect, test } from "vitest";

import type { HistoryEntry } from "../bindings/HistoryEntry";
import { beginsDay, listed } from "./groups";

function row(seq: number, feed: string, title: string, more: Partial<HistoryEntry> = {}): HistoryEntry {
  return { seq, feed, title, link: null, received_at: "2026-11-22T10:00:00Z", ...more } as HistoryEntry;
}

const rows = [
  row(5, "a", "Goal for Rovers!", { link: "https://www.example.org/match/#5" }),
  row(4, "b", "Storm at sea"),
  row(3, "c", "STORM at sea."),
  row(2, "a", "Kick-off", { link: "http://example.org/match" }),
  row(1, "b", "Storm at sea", { received_at: "2026-11-20T10:00:00Z" }),
];
const shape = (...given: Parameters<typeof listed>) => listed(...given).map(({ entry, more, part }) => `${entry.seq} ${part}${more.length ? `+${more.length}` : ""}`);

test("by time every row stands for itself", () => {
  expect(shape(rows, "time", new Set())).toEqual(["5 alone", "4 alone", "3 alone", "2 alone", "1 alone"]);
});

test("a story is one link or one title, of one day", () => {
  expect(shape(rows, "story", new Set())).toEqual(["5 front+1", "4 front+1", "1 alone"]);
});

test("a match is two sides around a score or a v, whoever tells of it; else a live card", () => {
  const told = [
    row(7, "a", "Rovers 2–1 Harbour", { replaces: "match" }),
    row(6, "b", "Cup: Rovers 1 - 1 Harbour (Okafor 44)"),
    row(5, "b", "Harbour v Rovers, next month", { replaces: null }),
    row(4, "c", "rovers vs. harbour", { replaces: null }),
    row(3, "c", "Storm at sea", { replaces: null }),
    row(2, "c", "Storm at sea", { replaces: null }),
    row(1, "d", "Stage 4", { replaces: "tour" }),
    row(0, "d", "Stage 4 ends", { replaces: "tour" }),
  ];
  expect(shape(told, "match", new Set())).toEqual(["7 front+2", "5 alone", "3 alone", "2 alone", "1 front+1"]);
});

test("an unfolded group shows what is gathered, below its front", () => {
  const group = listed(rows, "feed", new Set())[0]?.group ?? "";
  expect(shape(rows, "feed", new Set([group]))).toEqual(["5 front+1", "2 member", "4 alone", "3 alone", "1 alone"]);
});

test("a day begins where the row before is of another one", () => {
  expect(rows.map((entry, at) => beginsDay(entry, rows[at - 1]))).toEqual([true, false, false, false, true]);
});
