/** Entries in memory, with revisions: what the store does for the core. Quick enough for hundreds of thousands. */
import type { ChangeQuery } from "../../bindings/ChangeQuery";
import type { EntryDelta } from "../../bindings/EntryDelta";
import type { EntryDetail } from "../../bindings/EntryDetail";
import type { EntryPage } from "../../bindings/EntryPage";
import type { EntryQuery } from "../../bindings/EntryQuery";
import type { HistoryEntry } from "../../bindings/HistoryEntry";
import type { RawEvent } from "../../bindings/RawEvent";
import type { RingCode } from "../../bindings/RingCode";
import type { ReadTarget } from "../../bindings/ReadTarget";
import { looksForMoments } from "../../state/apply";
import { type Known, matches, parseTerms } from "../../state/search";
import type { Draft } from "./content";

interface Stored {
  row: HistoryEntry;
  revision: number;
}

const NEWS = 100;
const DELTA = 500;
const COUNTED = 501;
const DAY = 86_400_000;

export class MemoryStore {
  /** Oldest first, so that a number leads to its row by halves. */
  #stored: Stored[] = [];
  #seq = 0;
  #revision = 1;
  /** Below this revision rows went away. */
  #resetBelow = 0;
  /** What changed, in the order of revisions; a row that changed again stands here twice. */
  #log: { seq: number; revision: number }[] = [];
  #unread = new Map<string, number>();
  #latest = new Map<string, string>();

  append(feed: string, draft: Draft, ring: RingCode, read = false): HistoryEntry {
    const seq = ++this.#seq;
    const { minutesAgo = 0, ...given } = draft;
    const at = new Date(Date.now() - minutesAgo * 60_000).toISOString();
    const row: HistoryEntry = {
      feed,
      key: `${feed}-${seq}`,
      body: "",
      link: null,
      image: null,
      published_at: at,
      received_at: at,
      urgency: "normal",
      replaces: null,
      icon: null,
      moment: "news",
      tags: [],
      actions: [],
      ...given,
      seq,
      read,
      starred: false,
      highlighted: draft.highlighted ?? false,
      rule: draft.rule ?? null,
      rang: ring === "rang" || ring === "gathered",
      ring,
      standing: "current",
    };
    this.#replace(row);
    this.#stored.push({ row, revision: this.#note(seq) });
    this.#count(row, 1);
    this.#latest.set(feed, at);
    return row;
  }

  /** The earlier front of the card steps back. */
  #replace(row: HistoryEntry): void {
    if (row.replaces === null) return;
    const old = this.#stored.findLast((stored) => stored.row.feed === row.feed && stored.row.replaces === row.replaces);
    if (old?.row.standing === "current") this.change(old.row.seq, { standing: "replaced" });
  }

  change(seq: number, what: Partial<HistoryEntry>): void {
    const stored = this.#find(seq);
    this.#count(stored.row, -1);
    stored.row = { ...stored.row, ...what };
    this.#count(stored.row, 1);
    stored.revision = this.#note(seq);
  }

  page(query: EntryQuery, feeds: readonly Known[] = []): EntryPage {
    const found: HistoryEntry[] = [];
    const end = query.before === null ? this.#stored.length : this.#after(query.before - 1);
    for (let at = end - 1; at >= 0 && found.length <= query.limit; at--) {
      const { row } = this.#stored[at] as Stored;
      if ((!query.only || query.only.includes(row.seq)) && isShown(query, row, feeds)) found.push(row);
    }
    return { entries: found.slice(0, query.limit), more: found.length > query.limit, revision: this.#revision };
  }

  changed(query: ChangeQuery, feeds: readonly Known[] = []): EntryDelta {
    const since = Math.min(query.since, query.also_since);
    const reset = since < this.#resetBelow;
    const news = this.#changedRows(since);
    const latest = this.#stored.findLast(({ row }) => row.standing === "current")?.row.seq ?? 0;
    if (!query.count && news.length <= NEWS) return { entries: news.map(({ row }) => row), revision: this.#revision, more: false, reset, waiting: null, latest };
    const also = new Set(query.also);
    const isHeld = ({ row, revision }: Stored) =>
      (revision > query.also_since && also.has(row.seq)) ||
      (revision > query.since && row.seq >= query.oldest && row.seq <= query.newest && (query.view.feed === null || row.feed === query.view.feed));
    const held = news.filter(isHeld);
    const told = held.slice(0, DELTA);
    const more = told.length < held.length;
    const revision = more ? (told.at(-1)?.revision ?? since) : this.#revision;
    return { entries: this.#withFronts(told.map(({ row }) => row)), revision, more, reset, waiting: this.#newer(query, feeds), latest };
  }

  /** All that changed, in the order of the last changes. */
  #changedRows(since: number): Stored[] {
    const first = this.#log.findLastIndex(({ revision }) => revision <= since) + 1;
    return this.#log.slice(first).flatMap(({ seq, revision }) => {
      const stored = this.#at(seq);
      return stored?.revision === revision ? [stored] : [];
    });
  }

  /** With what was replaced the front that stands for it. */
  #withFronts(rows: HistoryEntry[]): HistoryEntry[] {
    const fronts = rows.flatMap((row) => {
      if (row.standing !== "replaced") return [];
      return this.#stored.findLast((other) => other.row.feed === row.feed && other.row.replaces === row.replaces && other.row.standing === "current")?.row ?? [];
    });
    return [...new Set([...rows, ...fronts])];
  }

  /** How many rows of the view are new, counted so far. */
  #newer({ view, seen }: ChangeQuery, feeds: readonly Known[]): number {
    let count = 0;
    for (let at = this.#after(seen); at < this.#stored.length && count < COUNTED; at++) {
      const { row } = this.#stored[at] as Stored;
      if ((!view.only || view.only.includes(row.seq)) && isShown(view, row, feeds)) count++;
    }
    return count;
  }

  detail(seq: number): EntryDetail {
    const { row } = this.#find(seq);
    const card = (other: HistoryEntry) => row.replaces !== null && other.feed === row.feed && other.replaces === row.replaces;
    const others = row.replaces === null ? [] : this.#stored.map((stored) => stored.row).filter(card);
    const earlier = others.filter((other) => other.seq < seq);
    const payload = { id: row.key, title: row.title, message: row.body, tags: row.tags, time: row.received_at };
    const raw: RawEvent = { event: "message", data: JSON.stringify(payload), last_event_id: String(seq) };
    return { entry: row, raw, ...looked(raw.data), earlier: earlier.reverse().slice(0, 50) };
  }

  mark(target: ReadTarget, read: boolean, feeds: readonly Known[] = []): number[] {
    const wanted = (row: HistoryEntry) => {
      if (target.kind === "entries" || row.seq > target.up_to) return false;
      if (target.kind === "feed") return row.feed === target.feed;
      return target.kind === "all" || (row.standing === "current" && isFound(target.search, row, feeds));
    };
    const rows = target.kind === "entries" ? target.seqs.flatMap((seq) => this.#at(seq)?.row ?? []) : this.#stored.map(({ row }) => row).filter(wanted);
    const seqs = rows.filter((row) => row.read !== read).map(({ seq }) => seq);
    for (const seq of seqs) this.change(seq, { read });
    return seqs;
  }

  /** Lets all rows go, and answers how many: to weigh the window without them. */
  forget(): number {
    const { length } = this.#stored;
    this.#stored = [];
    this.#log = [];
    return length;
  }

  unread(feed: string): number {
    return this.#unread.get(feed) ?? 0;
  }

  /** How many unread rows a search finds. */
  count(search: string, feeds: readonly Known[]): number {
    return this.page({ feed: null, search, unread: true, starred: false, before: null, limit: 999 }, feeds).entries.length;
  }

  /** The tags most used, of the latest rows. */
  tags(): string[] {
    const used = new Map<string, number>();
    for (const { row } of this.#stored.slice(-500)) for (const tag of row.tags) used.set(tag, (used.get(tag) ?? 0) + 1);
    return [...used].sort((a, b) => b[1] - a[1]).slice(0, 50).map(([tag]) => tag);
  }

  lastEntryAt(feed: string): string | null {
    return this.#latest.get(feed) ?? null;
  }

  /** Takes a feed's rows away, and answers how to bring them back. */
  remove(feed: string): () => void {
    const gone = this.#stored.filter(({ row }) => row.feed === feed);
    this.#stored = this.#stored.filter(({ row }) => row.feed !== feed);
    this.#reset();
    return () => {
      this.#stored = [...this.#stored, ...gone].sort((a, b) => a.row.seq - b.row.seq);
      this.#reset();
    };
  }

  #note(seq: number): number {
    this.#log.push({ seq, revision: ++this.#revision });
    return this.#revision;
  }

  #reset(): void {
    this.#resetBelow = ++this.#revision;
  }

  #count(row: HistoryEntry, by: 1 | -1): void {
    if (!row.read && row.standing === "current") this.#unread.set(row.feed, this.unread(row.feed) + by);
  }

  /** Where the first row after this number stands. */
  #after(seq: number): number {
    let low = 0;
    let high = this.#stored.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#stored[middle] as Stored).row.seq <= seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #at(seq: number): Stored | undefined {
    const stored = this.#stored[this.#after(seq) - 1];
    return stored?.row.seq === seq ? stored : undefined;
  }

  #find(seq: number): Stored {
    const found = this.#at(seq);
    if (!found) throw { code: "not_found", message: "This entry is no longer kept." };
    return found;
  }
}

/** A payload as a table, and which of its fields a person reads: what the core reads off every format, here off plain ones. */
function looked(data: string): Pick<EntryDetail, "fields" | "explanation"> {
  let payload: unknown;
  try {
    payload = JSON.parse(data);
  } catch {
    payload = null;
  }
  const fields = Object.entries((payload ?? {}) as Record<string, unknown>)
    .filter(([, value]) => value !== null && typeof value !== "object")
    .map(([name, value]) => ({ name, value: String(value) }));
  const shown: Record<string, string> = { title: "title", message: "body", body: "body", link: "link", time: "time", priority: "urgency" };
  const explanation = fields.flatMap(({ name }) => (shown[name] ? [{ field: shown[name], from: name }] : []));
  return { fields, explanation };
}

function isShown(query: EntryQuery, row: HistoryEntry, feeds: readonly Known[]): boolean {
  const stands = row.standing === "current" || (row.standing === "replaced" && looksForMoments(query));
  if (!stands || (query.unread && row.read) || (query.starred && !row.starred)) return false;
  if (query.feed !== null && row.feed !== query.feed) return false;
  return query.search === null || isFound(query.search, row, feeds);
}

/** The search language, as far as a core in memory knows it. */
function isFound(search: string, row: HistoryEntry, feeds: readonly Known[]): boolean {
  if (matches(search, row, feeds) === false) return false;
  const said = `${row.title} ${row.body} ${row.tags.join(" ")}`.toLowerCase();
  return parseTerms(search).every(({ field, value, not }) => {
    if (field === null) return said.includes(value.toLowerCase()) !== not;
    const at = Date.parse(row.received_at);
    if (field === "after") return at >= Date.parse(value) !== not;
    if (field === "before") return at < Date.parse(value) + DAY !== not;
    return true;
  });
}
