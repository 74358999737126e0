/**
 * The timeline's rows, and what a change does to them. Pure: rows and a delta in, rows out.
 *
 * While the person reads further down (`hold`), nothing that is shown may move: new rows wait in `held`, a new front of a card takes
 * the place of the old one, and rows that left the timeline stay until `release`.
 *
 * The rows in memory are a window upon the history, `MOST` long: what lies far above is let go as `above` remembers, what lies far
 * below as `more` says, and either is read again when the person comes near.
 */
import type { EntryDelta } from "../bindings/EntryDelta";
import type { EntryPage } from "../bindings/EntryPage";
import type { HistoryEntry } from "../bindings/HistoryEntry";
import { asksForMoments } from "./search";

/** Which rows are wanted. */
export interface Filter {
  feed: string | null;
  search: string | null;
  unread: boolean;
  starred: boolean;
  /** These alone. */
  only?: number[];
}

/** Newer rows that were let go: a page of `count` rows before `before` brings them back. */
interface Above {
  before: number;
  count: number;
}

export interface Rows {
  filter: Filter;
  /** Newest first. */
  list: readonly HistoryEntry[];
  /** New rows that wait until the person is back at the top: the oldest are let go when there are more than `HELD`. */
  held: readonly HistoryEntry[];
  /** Whether new rows beyond `held` wait too. */
  moreHeld: boolean;
  /** The parts of the history between the top and the first row of `list`, the nearest last. */
  above: readonly Above[];
  /** Whether older ones can be asked for. */
  more: boolean;
  /** What these rows show. */
  revision: number;
  /** Whether the page must be read anew, because a delta alone cannot say what it would show. */
  stale: boolean;
  /** Whether the last step put rows in at the top, or took some out there, without moving what is shown. */
  shifted: boolean;
}

/** How many rows are kept in memory. */
export const MOST = 3000;
/** How many are let go at once: as many as one answer of the core brings back. */
const GO = 500;
/** How many new rows wait. */
export const HELD = 500;

export const NO_FILTER: Filter = { feed: null, search: null, unread: false, starred: false };

/** Whether a row that was not there before belongs among the rows; null where only the core can tell. */
export type Belongs = (row: HistoryEntry) => boolean | null;

export function emptyRows(filter: Filter): Rows {
  return { filter, list: [], held: [], moreHeld: false, above: [], more: false, revision: 0, stale: true, shifted: false };
}

/** The first page, in place of all there was. */
export function firstPage(filter: Filter, page: EntryPage): Rows {
  return { ...emptyRows(filter), list: page.entries, more: page.more, revision: page.revision, stale: false };
}

/** An older page. Its revision is not taken: the rows above it may be older than that, and the next delta brings them up. */
export function olderPage(rows: Rows, page: EntryPage): Rows {
  const known = new Set(rows.list.map((row) => row.seq));
  const older = page.entries.filter((row) => !known.has(row.seq));
  return { ...rows, list: [...rows.list, ...older], more: page.more, shifted: false };
}

/** Lets the rows far above go, where there are too many. A step of its own, as the list on the screen can only take one at a time. */
export function forgetAbove(rows: Rows): Rows {
  const first = rows.list[0];
  if (rows.list.length <= MOST || first === undefined) return rows;
  return { ...rows, list: rows.list.slice(GO), above: [...rows.above, { before: first.seq + 1, count: GO }], shifted: true };
}

/** A page of the rows above, read again. */
export function newerPage(rows: Rows, page: EntryPage): Rows {
  const top = rows.list[0]?.seq ?? 0;
  const newer = page.entries.filter((row) => row.seq > top);
  return { ...rows, list: [...newer, ...rows.list], above: rows.above.slice(0, -1), shifted: true };
}

/** Lets the rows far below go, where there are too many. */
export function forgetBelow(rows: Rows): Rows {
  if (rows.list.length <= MOST) return rows;
  return { ...rows, list: rows.list.slice(0, MOST - GO), more: true, shifted: false };
}

/** Where the next older page starts. */
export function oldest(rows: Rows): number | null {
  return rows.list.length === 0 ? null : rows.list.reduce((least, row) => Math.min(least, row.seq), Infinity);
}

/** The newest row that has been shown: how far "mark all read" may go. */
export function newest(rows: Rows): number {
  const above = rows.above[0];
  return above ? above.before - 1 : rows.list.reduce((most, row) => Math.max(most, row.seq), 0);
}

/** What the filter alone can say of a row. */
function fits(filter: Filter, row: HistoryEntry): boolean {
  if (filter.only && !filter.only.includes(row.seq)) return false;
  if (filter.feed !== null && row.feed !== filter.feed) return false;
  return (!filter.unread || !row.read) && (!filter.starred || row.starred);
}

function sameCard(a: HistoryEntry, b: HistoryEntry): boolean {
  return a.replaces !== null && a.feed === b.feed && a.replaces === b.replaces;
}

const newestFirst = (a: HistoryEntry, b: HistoryEntry) => b.seq - a.seq;
const isCurrent = (row: HistoryEntry) => row.standing === "current";

/** Whether a row may stand here: the front of its card, and where certain entries are looked for, what the card said before. */
function stands(filter: Filter, row: HistoryEntry): boolean {
  return isCurrent(row) || (row.standing === "replaced" && looksForMoments(filter));
}

/** Whether the earlier moments of a card are rows of their own. */
export function looksForMoments(filter: Pick<Filter, "search" | "unread" | "starred" | "only">): boolean {
  return !filter.unread && (filter.starred || filter.only !== undefined || asksForMoments(filter.search ?? ""));
}

/** Only what may stand here, in order. */
function settled(filter: Filter, list: readonly HistoryEntry[]): HistoryEntry[] {
  return list.filter((row) => stands(filter, row)).sort(newestFirst);
}

/** One step's work: lists that are copied once, and only where something changes. */
class Draft {
  list: readonly HistoryEntry[];
  held: readonly HistoryEntry[];
  readonly fresh: HistoryEntry[] = [];
  readonly #places: ReadonlyMap<number, number>;
  #copied = false;

  constructor(rows: Rows) {
    this.list = rows.list;
    this.held = rows.held;
    // No search by halves: while held, a new front stands where its card stood, out of the order of numbers.
    this.#places = new Map(rows.list.map((row, at) => [row.seq, at]));
  }

  /** Brings a row up to date where it is shown or held. */
  update(row: HistoryEntry): boolean {
    const at = this.#places.get(row.seq);
    if (at !== undefined) {
      if (!this.#copied) this.list = [...this.list];
      this.#copied = true;
      (this.list as HistoryEntry[])[at] = row;
      return true;
    }
    const waits = this.held.findIndex((other) => other.seq === row.seq);
    if (waits >= 0) this.held = this.held.with(waits, row);
    return waits >= 0;
  }
}

export function applyDelta(rows: Rows, delta: EntryDelta, hold: boolean, decide: Belongs = () => (rows.filter.search === null ? true : null)): Rows {
  const { filter } = rows;
  const draft = new Draft(rows);
  // Below the last loaded row a new one comes with its page; between the top and the first loaded row too.
  const end = rows.more ? (oldest(rows) ?? 0) : 0;
  const gap = rows.above.length > 0 ? (rows.list[0]?.seq ?? 0) : Infinity;
  const top = newest(rows);
  let stale = rows.stale || delta.reset || delta.passed;
  for (const row of delta.entries) {
    // A row that was shown stays, read or not: it would vanish under the eyes of who reads it.
    if (draft.update(row) || !stands(filter, row) || !fits(filter, row)) continue;
    const belongs = decide(row);
    if (belongs === null) stale = true;
    else if (belongs && row.seq > end && (row.seq < gap || row.seq > top)) draft.fresh.push(row);
  }
  const next = { ...rows, revision: delta.revision, stale, shifted: false };
  if (hold) return holding(next, draft);
  const moved = draft.fresh.length > 0 || draft.held.length > 0 || draft.list.some((row) => !stands(filter, row));
  return forgetBelow({ ...next, list: moved ? settled(filter, [...draft.list, ...draft.held, ...draft.fresh]) : draft.list, held: [], moreHeld: false });
}

/** What is shown stays where it is: new rows wait, or take the place of the card they continue. */
function holding(rows: Rows, draft: Draft): Rows {
  const waiting = settled(rows.filter, [...draft.held, ...draft.fresh]);
  if (waiting.length === 0) return { ...rows, list: draft.list, held: [] };
  const taken = new Set<number>();
  const list = draft.list.map((row) => {
    const front = stands(rows.filter, row) ? undefined : waiting.find((other) => other.seq > row.seq && sameCard(other, row));
    if (front) taken.add(front.seq);
    return front ?? row;
  });
  const held = waiting.filter((row) => !taken.has(row.seq));
  return { ...rows, list, held: held.slice(0, HELD), moreHeld: rows.moreHeld || held.length > HELD };
}

/** The page read anew while nothing that is shown may move: `fresh` are the newest rows there are. */
export function holdingAnew(rows: Rows, fresh: Rows): Rows {
  const top = rows.list[0]?.seq ?? 0;
  // Who reads further down than these reach keeps what is there, until `release`.
  if (fresh.more && (oldest(fresh) ?? 0) > top) {
    const from = newest(rows);
    return { ...rows, revision: fresh.revision, stale: false, held: fresh.list.filter((row) => row.seq > from), moreHeld: true, shifted: false };
  }
  return { ...fresh, list: fresh.list.filter((row) => row.seq <= top), held: fresh.list.filter((row) => row.seq > top) };
}

/** Lets the held rows in and those that left the timeline go. */
export function release(rows: Rows): Rows {
  const list = settled(rows.filter, [...rows.list, ...rows.held]);
  return forgetBelow({ ...rows, list, held: [], moreHeld: false, stale: rows.stale || rows.moreHeld || rows.above.length > 0, shifted: false });
}

/** The row that now stands for the card of `seq`, where another one does. */
export function successor(rows: Rows, delta: EntryDelta, seq: number): HistoryEntry | null {
  // What was an earlier moment when it was opened is what the person wants to read.
  const before = delta.entries.find((row) => row.seq === seq);
  if (before?.standing !== "replaced") return null;
  const all = [...delta.entries, ...rows.list, ...rows.held];
  return all.find((row) => row.seq > seq && isCurrent(row) && sameCard(row, before)) ?? null;
}

/** The fronts of cards that were not there before. */
export function freshCards(before: readonly HistoryEntry[], after: readonly HistoryEntry[]): HistoryEntry[] {
  const known = new Set(before.map((row) => row.seq));
  return after.filter((row) => row.replaces !== null && !known.has(row.seq));
}
