/** The rows in memory are a window upon the history: what is let go comes back, and nothing twice. */
import { expect, test } from "vitest";

import type { HistoryEntry } from "../bindings/HistoryEntry";
import { applyDelta, firstPage, forgetAbove, HELD, holdingAnew, MOST, newerPage, newest, NO_FILTER, olderPage, release } from "./apply";

const row = (seq: number) => ({ seq, feed: "a", replaces: null, standing: "current", read: false, starred: false }) as HistoryEntry;
const rows = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, i) => row(from - i));
const page = (entries: HistoryEntry[], more = true) => ({ entries, more, revision: 1 });
const delta = (entries: HistoryEntry[]) => ({ entries, revision: 2, more: false, reset: false, passed: false });
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
  const next = applyDelta(down, delta([row(10_001), row(9_999)]), true);
  expect(seqs(next.held)).toEqual([10_001]);
  expect(newest(next)).toBe(10_000);
  expect(release(next).stale).toBe(true);
});

test("of a flood only so many rows wait, and the top is read anew after it", () => {
  const next = applyDelta(firstPage(NO_FILTER, page(rows(10, 1))), delta(rows(10 + 2 * HELD, 11)), true);
  expect(next.held).toHaveLength(HELD);
  expect(next.moreHeld).toBe(true);
  expect(release(next).stale).toBe(true);
});

test("at the top a flood pushes the oldest rows out", () => {
  const next = applyDelta(firstPage(NO_FILTER, page(rows(10, 1), false)), delta(rows(10 + MOST, 11)), false);
  expect(next.list.length).toBeLessThanOrEqual(MOST);
  expect(next).toMatchObject({ more: true, stale: false });
  expect(next.list[0]?.seq).toBe(10 + MOST);
});

test("a row that only the core can place asks for the page anew", () => {
  const shown = firstPage({ ...NO_FILTER, search: "goal" }, page(rows(2, 1)));
  expect(applyDelta(shown, delta([row(3)]), false).stale).toBe(true);
  expect(applyDelta(shown, delta([row(3)]), false, () => false)).toMatchObject({ stale: false });
  expect(seqs(applyDelta(shown, delta([row(3)]), false, () => true).list)).toEqual([3, 2, 1]);
});

test("a flood that was passed over asks for the page anew", () => {
  expect(applyDelta(firstPage(NO_FILTER, page(rows(2, 1))), { ...delta([]), passed: true }, false).stale).toBe(true);
});

test("read anew while something is being read, new rows wait and nothing moves", () => {
  const shown = firstPage(NO_FILTER, page(rows(10, 1)));
  const anew = holdingAnew(shown, firstPage(NO_FILTER, page(rows(12, 3))));
  expect(seqs(anew.list)).toEqual(seqs(rows(10, 3)));
  expect(seqs(anew.held)).toEqual([12, 11]);
});

test("who reads further down than a new page reaches keeps what is there", () => {
  for (const shown of [farDown(), firstPage(NO_FILTER, page(rows(10, 1)))]) {
    const fresh = firstPage(NO_FILTER, page(rows(10_700, 10_201)));
    const anew = holdingAnew({ ...shown, stale: true }, fresh);
    expect(anew.list).toBe(shown.list);
    expect(anew).toMatchObject({ above: shown.above, more: shown.more, moreHeld: true, stale: false, revision: fresh.revision });
    expect(seqs(anew.held)).toEqual(seqs(fresh.list));
    expect(release(anew).stale).toBe(true);
  }
});
