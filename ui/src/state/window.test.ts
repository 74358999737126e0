/** The rows in memory are a window upon the history: what is let go comes back, and nothing twice. */
import { expect, test } from "vitest";

import type { HistoryEntry } from "../bindings/HistoryEntry";
import { applyDelta, asks, COUNTED, firstPage, forgetAbove, holdingAnew, isBehind, joined, MOST, newerPage, NO_FILTER, olderPage, tells } from "./apply";

const row = (seq: number) => ({ seq, feed: "a", replaces: null, standing: "current", read: false, starred: false }) as HistoryEntry;
const rows = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, i) => row(from - i));
const page = (entries: HistoryEntry[], more = true) => ({ entries, more, revision: 1 });
const delta = (entries: HistoryEntry[], waiting: number | null = null) => ({ entries, revision: 2, more: false, reset: false, waiting, latest: 0 });
const seqs = (list: readonly HistoryEntry[]) => list.map(({ seq }) => seq);

function farDown() {
  const loaded = olderPage(firstPage(NO_FILTER, page(rows(10_000, 10_001 - MOST))), page(rows(10_000 - MOST, 9901 - MOST)));
  return forgetAbove(loaded);
}

test("far down, what lies above is let go, and is read again as it was", () => {
  const down = farDown();
  expect(down.list.length).toBeLessThanOrEqual(MOST);
  expect(down).toMatchObject({ shifted: true, above: [{ before: 10_001 }] });
  const { before = 0, count = 0 } = down.above[0] ?? {};
  const up = newerPage(down, page(rows(before - 1, before - count)));
  expect(up.above).toEqual([]);
  expect(seqs(up.list)).toEqual(seqs(rows(10_000, 9901 - MOST)));
});

test("what is new up there waits, what was let go does not come twice", () => {
  const down = farDown();
  const next = applyDelta(down, delta([row(9_999)], 1), true);
  expect(next).toMatchObject({ waiting: 1, top: 10_000 });
  expect(next.list).toBe(down.list);
  expect(isBehind(next)).toBe(true);
});

test("only the rows that are held are asked about, wherever they are", () => {
  const down = farDown();
  expect(asks(down, [7], 1, true)).toMatchObject({ newest: down.list[0]?.seq, oldest: down.list.at(-1)?.seq, seen: 10_000, also: [7], count: true });
  expect(asks(firstPage(NO_FILTER, page(rows(10, 1), false)), [], 1, false)).toMatchObject({ newest: 10, oldest: 0, seen: 10, also: [] });
});

test("an answer that rows or an entry were not asked for in does not tell of them", () => {
  const shown = firstPage(NO_FILTER, page(rows(10, 5)));
  const asked = asks(shown, [], 1, true);
  expect(tells(asked, shown, [])).toBe(true);
  expect(tells(asked, shown, [3])).toBe(false);
  expect(tells(asked, olderPage(shown, page(rows(4, 1))), [])).toBe(false);
  expect(tells(asked, { ...shown, revision: 9 }, [])).toBe(false);
});

test("a page that is older than the rows has what changed since told once more", () => {
  const shown = { ...firstPage(NO_FILTER, page(rows(10, 5))), revision: 7 };
  expect(olderPage(shown, page(rows(4, 1))).revision).toBe(1);
  expect(joined(shown, page(rows(12, 5)))?.revision).toBe(1);
});

test("of a flood only so many rows are counted, and the top is read anew after it", () => {
  const next = applyDelta(firstPage(NO_FILTER, page(rows(10, 1))), delta([], COUNTED + 1), true);
  expect(next.waiting).toBe(COUNTED + 1);
  expect(joined(next, page(rows(1010, 911)))).toBeNull();
});

test("at the top many rows push the oldest out", () => {
  const next = applyDelta(firstPage(NO_FILTER, page(rows(10, 1), false)), delta(rows(10 + MOST, 11)), false);
  expect(next.list.length).toBeLessThanOrEqual(MOST);
  expect(next).toMatchObject({ more: true, stale: false, top: 10 + MOST });
  expect(next.list[0]?.seq).toBe(10 + MOST);
});

test("a row that only the core can place asks for the page anew", () => {
  const shown = firstPage({ ...NO_FILTER, search: "goal" }, page(rows(2, 1)));
  expect(applyDelta(shown, delta([row(3)]), false).stale).toBe(true);
  expect(applyDelta(shown, delta([row(3)]), false, () => false)).toMatchObject({ stale: false });
  expect(seqs(applyDelta(shown, delta([row(3)]), false, () => true).list)).toEqual([3, 2, 1]);
});

test("new rows join where a page reaches down to those that are shown", () => {
  const shown = applyDelta(firstPage(NO_FILTER, page(rows(10, 1))), delta([], 2), false);
  expect(shown.waiting).toBe(2);
  const all = joined(shown, page(rows(12, 8)));
  expect(seqs(all?.list ?? [])).toEqual(seqs(rows(12, 1)));
  expect(all).toMatchObject({ waiting: 0, top: 12 });
  expect(joined(shown, page(rows(12, 11)))).toBeNull();
  expect(joined({ ...shown, between: true }, page(rows(12, 8)))).toBeNull();
});

test("read anew while something is being read, nothing moves: all that is shown is asked about again", () => {
  const shown = { ...firstPage(NO_FILTER, page(rows(1000, 1))), stale: true, waiting: 2 };
  const pages = [page(rows(1000, 501)), page(rows(500, 1).filter(({ seq }) => seq !== 3), false)];
  const anew = holdingAnew(shown, pages);
  expect(seqs(anew.list)).toEqual(seqs(shown.list).filter((seq) => seq !== 3));
  expect(anew).toMatchObject({ waiting: 2, more: false, stale: false });
});

test("a front that took the place of its card stays there when the rows are read anew", () => {
  const before = firstPage(NO_FILTER, page([row(5), { ...row(4), replaces: "match" }, row(3)], false));
  const step = delta([{ ...row(4), replaces: "match", standing: "replaced" }, { ...row(9), replaces: "match" }], 3);
  const held = applyDelta(before, step, true);
  expect(seqs(held.list)).toEqual([5, 9, 3]);
  // The front itself does not wait.
  expect(held).toMatchObject({ waiting: 2, top: 5 });
  expect(asks(held, [], 1, true)).toMatchObject({ newest: 5, also: [9] });
  const pages = [page(rows(5, 1).filter(({ seq }) => seq !== 4), false)];
  expect(seqs(holdingAnew(held, pages, [row(9)]).list)).toEqual([5, 9, 3, 2, 1]);
  expect(seqs(holdingAnew(held, pages, []).list)).toEqual([5, 3, 2, 1]);
});
