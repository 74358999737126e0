/**
 * The timeline's rows, and what a change does to them. Pure: rows and a delta in, rows out.
 *
 * While the person reads further down (`hold`), nothing that is shown may move: new rows wait in `held`, a new front of a card takes
 * the place of the old one, and rows that left the timeline stay until `release`.
 */
import type { EntryDelta } from "../bindings/EntryDelta";
import type { EntryPage } from "../bindings/EntryPage";
import type { HistoryEntry } from "../bindings/HistoryEntry";

/** Which rows are wanted. */
export interface Filter {
  feed: string | null;
  search: string | null;
  unread: boolean;
  starred: boolean;
}

export interface Rows {
  filter: Filter;
  /** Newest first. */
  list: readonly HistoryEntry[];
  /** New rows that wait until the person is back at the top. */
  held: readonly HistoryEntry[];
  /** Whether older ones can be asked for. */
  more: boolean;
  /** What these rows show. */
  revision: number;
  /** Whether the page must be read anew, because a delta alone cannot say what it would show. */
  stale: boolean;
}

export const NO_FILTER: Filter = { feed: null, search: null, unread: false, starred: false };

export function emptyRows(filter: Filter): Rows {
  return { filter, list: [], held: [], more: false, revision: 0, stale: true };
}

/** The first page, in place of all there was. */
export function firstPage(filter: Filter, page: EntryPage): Rows {
  return { filter, list: page.entries, held: [], more: page.more, revision: page.revision, stale: false };
}

/** An older page. Its revision is not taken: the rows above it may be older than that, and the next delta brings them up. */
export function olderPage(rows: Rows, page: EntryPage): Rows {
  const known = new Set(rows.list.map((row) => row.seq));
  const older = page.entries.filter((row) => !known.has(row.seq));
  return { ...rows, list: [...rows.list, ...older], more: page.more };
}

/** Where the next older page starts. */
export function oldest(rows: Rows): number | null {
  return rows.list.length === 0 ? null : Math.min(...rows.list.map((row) => row.seq));
}

/** The newest row that has been shown: how far "mark all read" may go. */
export function newest(rows: Rows): number {
  return rows.list.reduce((most, row) => Math.max(most, row.seq), 0);
}

/** Whether a row that was not there before belongs here. Only the core can tell for a search. */
function belongs(filter: Filter, row: HistoryEntry): boolean {
  if (row.standing !== "current") return false;
  if (filter.feed !== null && row.feed !== filter.feed) return false;
  return (!filter.unread || !row.read) && (!filter.starred || row.starred);
}

function sameCard(a: HistoryEntry, b: HistoryEntry): boolean {
  return a.replaces !== null && a.feed === b.feed && a.replaces === b.replaces;
}

const newestFirst = (a: HistoryEntry, b: HistoryEntry) => b.seq - a.seq;

/** Only what is current, in order. */
function settled(list: Iterable<HistoryEntry>): HistoryEntry[] {
  return [...list].filter((row) => row.standing === "current").sort(newestFirst);
}

export function applyDelta(rows: Rows, delta: EntryDelta, hold: boolean): Rows {
  const { filter } = rows;
  const shown = new Map(rows.list.map((row) => [row.seq, row]));
  const held = new Map(rows.held.map((row) => [row.seq, row]));
  const end = rows.more ? (oldest(rows) ?? 0) : 0;
  let stale = rows.stale || delta.reset;
  for (const row of delta.entries) {
    // A row that was shown stays, read or not: it would vanish under the eyes of who reads it.
    if (shown.has(row.seq)) shown.set(row.seq, row);
    else if (held.has(row.seq)) held.set(row.seq, row);
    else if (filter.search !== null) stale ||= row.standing === "current" && (filter.feed ?? row.feed) === row.feed;
    else if (belongs(filter, row) && row.seq > end) (hold ? held : shown).set(row.seq, row);
  }
  const next = { filter, more: rows.more, revision: delta.revision, stale };
  if (!hold) return { ...next, list: settled([...shown.values(), ...held.values()]), held: [] };
  const waiting = settled(held.values());
  const list = [...shown.values()].map((row) => replacement(row, waiting));
  const taken = new Set(list.map((row) => row.seq));
  return { ...next, list, held: waiting.filter((row) => !taken.has(row.seq)) };
}

/** What is shown in the place of `row`: the new front of its card, where it has one. */
function replacement(row: HistoryEntry, waiting: readonly HistoryEntry[]): HistoryEntry {
  if (row.standing === "current") return row;
  return waiting.find((other) => other.seq > row.seq && sameCard(other, row)) ?? row;
}

/** Lets the held rows in and those that left the timeline go. */
export function release(rows: Rows): Rows {
  return { ...rows, list: settled([...rows.list, ...rows.held]), held: [] };
}

/** The row that now stands for the card of `seq`, where another one does. */
export function successor(rows: Rows, delta: EntryDelta, seq: number): HistoryEntry | null {
  const all = [...delta.entries, ...rows.list, ...rows.held];
  const before = all.find((row) => row.seq === seq);
  if (before === undefined || before.standing !== "replaced") return null;
  return all.find((row) => row.seq > seq && row.standing === "current" && sameCard(row, before)) ?? null;
}
