/** Entries in memory, with revisions: what the store does for the core. */
import type { EntryDelta } from "../../bindings/EntryDelta";
import type { EntryDetail } from "../../bindings/EntryDetail";
import type { EntryPage } from "../../bindings/EntryPage";
import type { EntryQuery } from "../../bindings/EntryQuery";
import type { HistoryEntry } from "../../bindings/HistoryEntry";
import type { RawEvent } from "../../bindings/RawEvent";
import type { ReadTarget } from "../../bindings/ReadTarget";
import type { Draft } from "./content";

interface Stored {
  row: HistoryEntry;
  raw: RawEvent;
  revision: number;
}

const DELTA = 500;

export class MemoryStore {
  #stored: Stored[] = [];
  #seq = 0;
  #revision = 1;
  /** Below this revision rows went away. */
  #resetBelow = 0;

  append(feed: string, draft: Draft, ring: string, read = false): HistoryEntry {
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
      highlighted: false,
      rang: ring === "rang" || ring === "gathered",
      ring,
      standing: "current",
    };
    this.#replace(row);
    const data = JSON.stringify({ id: row.key, title: row.title, message: row.body, tags: row.tags, time: at });
    this.#stored.push({ row, raw: { event: "message", data, last_event_id: String(seq) }, revision: ++this.#revision });
    return row;
  }

  /** The earlier front of the card steps back. */
  #replace(row: HistoryEntry): void {
    if (row.replaces === null) return;
    for (const { row: old } of this.#stored) {
      if (old.feed === row.feed && old.replaces === row.replaces && old.standing === "current") {
        this.change(old.seq, { standing: "replaced" });
      }
    }
  }

  change(seq: number, what: Partial<HistoryEntry>): void {
    const stored = this.#find(seq);
    stored.row = { ...stored.row, ...what };
    stored.revision = ++this.#revision;
  }

  page(query: EntryQuery): EntryPage {
    const words = (query.search ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const rows = this.#stored
      .map(({ row }) => row)
      .filter((row) => row.standing === "current" && (query.before === null || row.seq < query.before))
      .filter((row) => (query.feed === null || row.feed === query.feed) && (!query.unread || !row.read))
      .filter((row) => !query.starred || row.starred)
      .filter((row) => words.every((word) => `${row.title} ${row.body} ${row.tags.join(" ")}`.toLowerCase().includes(word)))
      .reverse();
    return { entries: rows.slice(0, query.limit), more: rows.length > query.limit, revision: this.#revision };
  }

  changedSince(since: number): EntryDelta {
    const changed = this.#stored.filter((stored) => stored.revision > since).sort((a, b) => a.revision - b.revision);
    const entries = changed.slice(0, DELTA);
    const more = changed.length > DELTA;
    const revision = more ? (entries.at(-1)?.revision ?? since) : this.#revision;
    return { entries: entries.map(({ row }) => row), revision, more, reset: since < this.#resetBelow };
  }

  detail(seq: number): EntryDetail {
    const { row, raw } = this.#find(seq);
    const card = (other: HistoryEntry) => row.replaces !== null && other.feed === row.feed && other.replaces === row.replaces;
    const earlier = this.#stored.map((stored) => stored.row).filter((other) => card(other) && other.seq < seq);
    return { entry: row, raw, ...looked(raw.data), earlier: earlier.reverse().slice(0, 50) };
  }

  mark(target: ReadTarget, read: boolean): number[] {
    const wanted = (row: HistoryEntry) => {
      if (target.kind === "entries") return target.seqs.includes(row.seq);
      return row.seq <= target.up_to && (target.kind === "all" || row.feed === target.feed);
    };
    const seqs = this.#stored.filter(({ row }) => row.read !== read && wanted(row)).map(({ row }) => row.seq);
    for (const seq of seqs) this.change(seq, { read });
    return seqs;
  }

  unread(feed: string): number {
    return this.#of(feed).filter(({ row }) => !row.read && row.standing === "current").length;
  }

  lastEntryAt(feed: string): string | null {
    return this.#of(feed).at(-1)?.row.received_at ?? null;
  }

  /** Takes a feed's rows away, and answers how to bring them back. */
  remove(feed: string): () => void {
    const gone = this.#of(feed);
    this.#stored = this.#stored.filter(({ row }) => row.feed !== feed);
    this.#resetBelow = ++this.#revision;
    return () => {
      this.#stored = [...this.#stored, ...gone].sort((a, b) => a.row.seq - b.row.seq);
      this.#resetBelow = ++this.#revision;
    };
  }

  #of(feed: string): Stored[] {
    return this.#stored.filter(({ row }) => row.feed === feed);
  }

  #find(seq: number): Stored {
    const found = this.#stored.find(({ row }) => row.seq === seq);
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
