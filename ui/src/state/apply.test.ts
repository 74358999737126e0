import { describe, expect, test } from "vitest";

import type { EntryDelta } from "../bindings/EntryDelta";
import type { HistoryEntry } from "../bindings/HistoryEntry";
import { applyDelta, emptyRows, type Filter, firstPage, followed, isBehind, NO_FILTER, oldest, olderPage, type Rows, settle } from "./apply";

function row(seq: number, more: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    seq,
    feed: "a",
    key: String(seq),
    title: `Row ${seq}`,
    body: "",
    link: null,
    image: null,
    published_at: null,
    received_at: "2026-11-22T10:00:00.000Z",
    urgency: "normal",
    replaces: null,
    icon: null,
    moment: "news",
    tags: [],
    actions: [],
    read: false,
    starred: false,
    highlighted: false,
    rule: null,
    rang: true,
    ring: "rang",
    standing: "current",
    ...more,
  };
}

function shown(seqs: number[], filter: Partial<Filter> = {}, more = false): Rows {
  return firstPage({ ...NO_FILTER, ...filter }, { entries: seqs.map((seq) => row(seq)), more, revision: 10 });
}

const delta = (entries: HistoryEntry[], more: Partial<EntryDelta> = {}): EntryDelta => ({ entries, revision: 11, more: false, reset: false, waiting: null, latest: 0, ...more });
const seqs = (rows: readonly HistoryEntry[]) => rows.map(({ seq }) => seq);

describe("at the top", () => {
  test("new rows come in, newest first, whatever their order in the delta", () => {
    const rows = applyDelta(shown([2, 1]), delta([row(4), row(3)]), false);
    expect(seqs(rows.list)).toEqual([4, 3, 2, 1]);
    expect(rows.revision).toBe(11);
  });

  test("a changed row changes in its place", () => {
    const rows = applyDelta(shown([2, 1]), delta([row(1, { starred: true })]), false);
    expect(rows.list[1]).toMatchObject({ seq: 1, starred: true });
  });

  test("the front of a card takes the place of the one before", () => {
    const old = row(1, { replaces: "match", standing: "replaced" });
    const rows = applyDelta(shown([2, 1]), delta([old, row(3, { replaces: "match" })]), false);
    expect(seqs(rows.list)).toEqual([3, 2]);
  });

  test("what the feed took back is gone", () => {
    expect(seqs(applyDelta(shown([2, 1]), delta([row(2, { standing: "withdrawn" })]), false).list)).toEqual([1]);
  });

  test("a row older than the last page shown waits for its own page", () => {
    expect(seqs(applyDelta(shown([9, 8], {}, true), delta([row(3)]), false).list)).toEqual([9, 8]);
    expect(seqs(applyDelta(shown([9, 8], {}, false), delta([row(3)]), false).list)).toEqual([9, 8, 3]);
  });

  test("the same delta twice is the delta once", () => {
    const change = delta([row(3), row(1, { read: true })]);
    const once = applyDelta(shown([2, 1]), change, false);
    expect(applyDelta(once, change, false)).toEqual(once);
  });
});

describe("a filter", () => {
  test("lets in only its own feed", () => {
    expect(seqs(applyDelta(shown([1], { feed: "a" }), delta([row(2, { feed: "b" }), row(3)]), false).list)).toEqual([3, 1]);
  });

  test("of unread rows keeps one that is being read, and lets no read one in", () => {
    const rows = applyDelta(shown([1], { unread: true }), delta([row(1, { read: true }), row(2, { read: true })]), false);
    expect(seqs(rows.list)).toEqual([1]);
    expect(rows.list[0]?.read).toBe(true);
  });

  test("of stars takes what is starred now", () => {
    expect(seqs(applyDelta(shown([1], { starred: true }), delta([row(2), row(3, { starred: true })]), false).list)).toEqual([3, 1]);
  });

  test("by words cannot tell whether a new row belongs, and asks for the page", () => {
    const searched = shown([1], { search: "goal" });
    expect(applyDelta(searched, delta([row(2)]), false)).toMatchObject({ stale: true });
    expect(applyDelta(searched, delta([row(1, { read: true })]), false)).toMatchObject({ stale: false });
  });
});

describe("further down, where the person reads", () => {
  test("new rows wait and are counted, and nothing moves", () => {
    const before = shown([2, 1]);
    const rows = applyDelta(before, delta([], { waiting: 1 }), true);
    expect(rows.list).toBe(before.list);
    expect(rows.waiting).toBe(1);
    expect(applyDelta(rows, delta([], { waiting: 2 }), true).waiting).toBe(2);
    // Told before the person scrolled away.
    expect(applyDelta(rows, delta([row(4)]), true).waiting).toBe(2);
  });

  test("a card changes where it stands", () => {
    const before = applyDelta(shown([3, 1]), delta([row(2, { replaces: "match" })]), false);
    const step = delta([row(2, { replaces: "match", standing: "replaced" }), row(4, { replaces: "match" })], { waiting: 1 });
    const rows = applyDelta(before, step, true);
    expect(seqs(rows.list)).toEqual([3, 4, 1]);
    expect(rows.waiting).toBe(0);
    expect(seqs(settle(rows).list)).toEqual([4, 3, 1]);
  });

  test("a row that belongs between those that are shown waits too", () => {
    const rows = applyDelta(shown([3, 1], { starred: true }), delta([row(2, { starred: true })], { waiting: 0 }), true);
    expect(seqs(rows.list)).toEqual([3, 1]);
    expect(isBehind(rows)).toBe(true);
  });

  test("a card whose next front comes in a later delta changes then", () => {
    const card = { replaces: "match" };
    const before = applyDelta(shown([1]), delta([row(2, card)]), false);
    const between = applyDelta(before, delta([row(2, { ...card, standing: "replaced" })]), true);
    expect(seqs(between.list)).toEqual([2, 1]);
    expect(seqs(applyDelta(between, delta([row(3, card)]), true).list)).toEqual([3, 1]);
  });

  test("a row that was taken back stays until the person is done", () => {
    const rows = applyDelta(shown([2, 1]), delta([row(2, { standing: "withdrawn" })]), true);
    expect(seqs(rows.list)).toEqual([2, 1]);
    expect(seqs(settle(rows).list)).toEqual([1]);
  });

  test("a card of the same name in another feed is another card", () => {
    const before = applyDelta(shown([1]), delta([row(2, { replaces: "match" })]), false);
    const other = delta([row(2, { replaces: "match", standing: "replaced" }), row(3, { replaces: "match", feed: "b" })]);
    expect(seqs(applyDelta(before, other, true).list)).toEqual([2, 1]);
  });
});

test("a reset asks for the page anew", () => {
  expect(applyDelta(shown([1]), delta([], { reset: true }), false).stale).toBe(true);
  expect(emptyRows(NO_FILTER).stale).toBe(true);
});

test("older pages go to the end, without rows that are there already", () => {
  const rows = olderPage(shown([5, 4], {}, true), { entries: [row(4), row(3)], more: false, revision: 20 });
  expect(seqs(rows.list)).toEqual([5, 4, 3]);
  expect(rows).toMatchObject({ more: false, revision: 10 });
  expect([oldest(rows), rows.top]).toEqual([3, 5]);
  expect([oldest(shown([])), shown([]).top]).toEqual([null, 0]);
});

test("a search for words keeps the earlier moments of a card, and the timeline its front", () => {
  const card = { replaces: "match" };
  const goal = row(1, { ...card, title: "Goal" });
  const step = delta([row(1, { ...card, title: "Goal", standing: "replaced" }), row(2, { ...card, title: "Goal again" })]);
  const listed = (filter: Partial<Filter>) => applyDelta(firstPage({ ...NO_FILTER, ...filter }, { entries: [goal], more: false, revision: 1 }), step, false, () => true).list.map(({ seq }) => seq);
  expect(listed({})).toEqual([2]);
  expect(listed({ search: "goal" })).toEqual([2, 1]);
  expect(listed({ search: "is:rang" })).toEqual([2, 1]);
  expect(listed({ search: "tag:goal" })).toEqual([2]);
  expect(listed({ search: "goal is:unread" })).toEqual([2]);
  expect(listed({ search: "goal", unread: true })).toEqual([2]);
});

test("who opened an entry follows what stands for its card, however often that changes", () => {
  const card = { replaces: "match" };
  const step = delta([row(2, { ...card, standing: "replaced" }), row(3, card)]);
  expect(followed([step], 2)).toEqual([2, 3]);
  expect(followed([step, delta([row(3, { ...card, standing: "replaced" }), row(7, card)])], 2)).toEqual([2, 3, 7]);
  expect(followed([step], 1)).toEqual([1]);
  expect(followed([step], null)).toEqual([]);
  expect(followed([delta([row(2, { ...card, standing: "withdrawn" })])], 2)).toEqual([2]);
});
