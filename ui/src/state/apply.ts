/**
 * The timeline's rows, and what a change does to them. Pure: rows and a delta in, rows out.
 *
 * While the person reads further down (`hold`), nothing that is shown may move: new rows are counted in `waiting`, a new front of a
 * card takes the place of the old one, and rows that left the timeline stay until they are let go.
 *
 * The rows in memory are a window upon the history, `MOST` long: what lies far above is let go as `above` remembers, what lies far
 * below as `more` says, and either is read again when the person comes near.
 */
import type { ChangeQuery } from "../bindings/ChangeQuery";
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
  /** How many rows newer than `top` wait until the person is back at the top; more than `COUNTED` are not counted. */
  waiting: number;
  /** Whether rows that belong between those in `list` wait too. */
  between: boolean;
  /** The newest row that `list` accounts for. A front that took the place of its card may be newer. */
  top: number;
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
/** So many new rows are counted. */
export const COUNTED = 500;

export const NO_FILTER: Filter = { feed: null, search: null, unread: false, starred: false };

/** Whether a row that was not there before belongs among the rows; null where only the core can tell. */
export type Belongs = (row: HistoryEntry) => boolean | null;

export function emptyRows(filter: Filter): Rows {
  return { filter, list: [], waiting: 0, between: false, top: 0, above: [], more: false, revision: 0, stale: true, shifted: false };
}

/** The first page, in place of all there was. */
export function firstPage(filter: Filter, page: EntryPage): Rows {
  const { entries: list, more, revision } = page;
  return { ...emptyRows(filter), list, top: greatest(list), more, revision, stale: false };
}

/** The revision that rows and a page of others show together: what changed after the older of the two is told once more. */
const both = (rows: Rows, page: EntryPage) => Math.min(rows.revision, page.revision);

/** An older page. */
export function olderPage(rows: Rows, page: EntryPage): Rows {
  const known = new Set(rows.list.map((row) => row.seq));
  const older = page.entries.filter((row) => !known.has(row.seq));
  return { ...rows, list: [...rows.list, ...older], more: page.more, revision: both(rows, page), shifted: false };
}

/** Lets the rows far above go, where there are too many. A step of its own, as the list on the screen can only take one at a time. */
export function forgetAbove(rows: Rows): Rows {
  const first = rows.list[0];
  if (rows.list.length <= MOST || first === undefined) return rows;
  return { ...rows, list: rows.list.slice(GO), above: [...rows.above, { before: first.seq + 1, count: GO }], shifted: true };
}

/** A page of the rows above, read again. */
export function newerPage(rows: Rows, page: EntryPage): Rows {
  const first = firstSettled(rows);
  const known = new Set(ahead(rows));
  const newer = page.entries.filter(({ seq }) => seq > first && !known.has(seq));
  return { ...rows, list: [...newer, ...rows.list], above: rows.above.slice(0, -1), revision: both(rows, page), shifted: true };
}

/** Whether the answer to a question tells all that changed of these rows, and of those that are `open`. */
export function tells(asked: ChangeQuery, rows: Rows, open: readonly number[]): boolean {
  const now = asks(rows, open, asked.also_since, asked.count);
  const known = new Set(asked.also);
  const isWithin = now.oldest >= asked.oldest && now.newest <= asked.newest && now.also.every((seq) => known.has(seq));
  return isWithin && now.since === asked.since && now.seen === asked.seen;
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

const greatest = (list: readonly HistoryEntry[]) => list.reduce((most, row) => Math.max(most, row.seq), 0);

/** The fronts that took the place of their card, newer than rows that wait. */
export function ahead(rows: Rows): number[] {
  return rows.list.filter((row) => row.seq > rows.top).map(({ seq }) => seq);
}

/** The newest row that is shown at its own place. */
function firstSettled(rows: Rows): number {
  return rows.list.find(({ seq }) => seq <= rows.top)?.seq ?? 0;
}

/** What the core is asked to tell of: the rows that are held, those that are `open` as they were `told`, and what is new, told or only counted. */
export function asks(rows: Rows, open: readonly number[], told: number, count: boolean): ChangeQuery {
  const also = [...open, ...ahead(rows)];
  const oldestHeld = rows.more ? (oldest(rows) ?? 0) : 0;
  const newestHeld = rows.above.length > 0 ? firstSettled(rows) : rows.top;
  return { since: rows.revision, view: { ...rows.filter, before: null, limit: 0 }, oldest: oldestHeld, newest: newestHeld, also, also_since: told, seen: rows.top, count };
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

/** Brings the rows that are shown up to date. Answers the others that were told and belong here. */
function update(rows: Rows, delta: EntryDelta, decide: Belongs): { list: readonly HistoryEntry[]; fresh: HistoryEntry[]; stale: boolean } {
  const { filter } = rows;
  // No search by halves: while held, a new front stands where its card stood, out of the order of numbers.
  const places = new Map(rows.list.map((row, at) => [row.seq, at]));
  const list = [...rows.list];
  const fresh: HistoryEntry[] = [];
  let changed = false;
  let stale = rows.stale || delta.reset;
  for (const row of delta.entries) {
    const at = places.get(row.seq);
    // A row that was shown stays, read or not: it would vanish under the eyes of who reads it.
    if (at !== undefined) {
      list[at] = row;
      changed = true;
    } else if (stands(filter, row) && fits(filter, row)) {
      const belongs = decide(row);
      if (belongs === null) stale = true;
      else if (belongs) fresh.push(row);
    }
  }
  return { list: changed ? list : rows.list, fresh, stale };
}

export function applyDelta(rows: Rows, delta: EntryDelta, hold: boolean, decide: Belongs = () => (rows.filter.search === null ? true : null)): Rows {
  const { list, fresh, stale } = update(rows, delta, decide);
  // Below the last loaded row a new one comes with its page; between the top and the first loaded row too.
  const end = rows.more ? (oldest(rows) ?? 0) : 0;
  const gap = rows.above.length > 0 ? firstSettled(rows) : Infinity;
  const fitting = fresh.filter(({ seq }) => seq > end && (seq < gap || seq > rows.top));
  const next = { ...rows, list, revision: delta.revision, stale, shifted: false };
  if (hold || delta.waiting !== null) return holding(next, fitting, delta.waiting);
  if (fitting.length === 0 && list.every((row) => stands(rows.filter, row))) return next;
  const all = settled(rows.filter, [...list, ...fitting]);
  return forgetBelow({ ...next, list: all, top: Math.max(rows.top, greatest(all)) });
}

/** What is shown stays where it is: new rows wait, or take the place of the card they continue. `counted` is the core's count of them. */
function holding(rows: Rows, fresh: readonly HistoryEntry[], counted: number | null): Rows {
  const waiting = settled(rows.filter, fresh);
  const taken = new Set<number>();
  const list = rows.list.map((row) => {
    const front = stands(rows.filter, row) ? undefined : waiting.find((other) => other.seq > row.seq && sameCard(other, row));
    if (front) taken.add(front.seq);
    return front ?? row;
  });
  const next = taken.size > 0 ? { ...rows, list } : rows;
  const left = waiting.filter(({ seq }) => !taken.has(seq));
  const newer = left.filter(({ seq }) => seq > rows.top).length;
  const waits = counted === null ? rows.waiting + newer : counted > COUNTED ? counted : counted - ahead(next).length;
  return { ...next, waiting: Math.max(0, waits), between: rows.between || left.some(({ seq }) => seq <= rows.top) };
}

/** The rows that are shown, read anew in `pages` while none of them may move, and the `fronts` that are ahead of them; what is gone goes. */
export function holdingAnew(rows: Rows, pages: readonly EntryPage[], fronts: readonly HistoryEntry[] = []): Rows {
  const anew = pages.flatMap(({ entries }) => entries);
  const ahead = new Map(fronts.map((row) => [row.seq, row]));
  const list: HistoryEntry[] = [];
  let next = 0;
  for (const row of rows.list) {
    if (row.seq > rows.top) list.push(...[ahead.get(row.seq) ?? []].flat());
    else for (; (anew[next]?.seq ?? 0) >= row.seq; next++) list.push(anew[next] as HistoryEntry);
  }
  const revision = Math.min(rows.revision, ...pages.map((page) => page.revision));
  return { ...rows, list: [...list, ...anew.slice(next)], more: pages.at(-1)?.more ?? false, revision, stale: false, between: false, shifted: false };
}

/** Whether something waits that only the core can bring. */
export function isBehind(rows: Rows): boolean {
  return rows.waiting > 0 || rows.between || rows.above.length > 0;
}

/** Lets the newest rows in, where `page` reaches down to those that are shown; null where it does not. */
export function joined(rows: Rows, page: EntryPage): Rows | null {
  const last = page.entries.at(-1);
  if (rows.between || rows.above.length > 0 || (page.more && last !== undefined && last.seq > rows.top)) return null;
  const known = new Set(page.entries.map(({ seq }) => seq));
  const list = settled(rows.filter, [...page.entries, ...rows.list.filter(({ seq }) => !known.has(seq))]);
  return forgetBelow({ ...rows, list, waiting: 0, top: Math.max(rows.top, greatest(page.entries)), revision: both(rows, page), shifted: false });
}

/** Lets those that left the timeline go. */
export function settle(rows: Rows): Rows {
  const isSettled = rows.list.every((row, at) => stands(rows.filter, row) && row.seq < (rows.list[at - 1]?.seq ?? Infinity));
  return isSettled ? rows : { ...rows, list: settled(rows.filter, rows.list), shifted: false };
}

/** An entry that is open, and those that took its place one after the other. */
export function followed(deltas: readonly EntryDelta[], open: number | null): number[] {
  if (open === null) return [];
  const all = [open];
  for (const delta of deltas) {
    const next = successor(delta, all.at(-1) ?? open);
    if (next) all.push(next.seq);
  }
  return all;
}

/** The row that now stands for the card of `seq`, where another one does. */
function successor(delta: EntryDelta, seq: number): HistoryEntry | undefined {
  const before = delta.entries.find((row) => row.seq === seq);
  if (before?.standing !== "replaced") return undefined;
  return delta.entries.find((row) => row.seq > seq && isCurrent(row) && sameCard(row, before));
}

/** The fronts of cards that were not there before. */
export function freshCards(before: readonly HistoryEntry[], after: readonly HistoryEntry[]): HistoryEntry[] {
  const known = new Set(before.map((row) => row.seq));
  return after.filter((row) => row.replaces !== null && !known.has(row.seq));
}
