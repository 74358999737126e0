/** The rows in the middle of the window: which ones, loaded how far, and which of them has the keyboard. */
import type { EntryDelta } from "../bindings/EntryDelta";
import type { HistoryEntry } from "../bindings/HistoryEntry";
import type { Host } from "../host/host";
import { applyDelta, emptyRows, firstPage, NO_FILTER, oldest, olderPage, release, type Filter, type Rows } from "./apply";
import { filterOf, type View } from "./view";

const PAGE = 100;
/** The core gives no more at once. */
const MOST = 500;

export class Timeline {
  view = $state.raw<View>({ kind: "all" });
  search = $state("");
  rows = $state.raw<Rows>(emptyRows(NO_FILTER));
  /** Nothing of these rows was read yet. */
  loading = $state(true);
  /** The row that has the keyboard, by `seq`. */
  focused = $state<number | null>(null);
  /** Counts the wishes to bring the focused row into sight and give it the keyboard. */
  focusWish = $state(0);
  /** Counts the wishes to go to the top. */
  topWish = $state(0);
  /** The person is not at the top: what is shown must not move. */
  #hold = false;
  #host: Host;
  /** Counts the first pages asked for: an answer to an older question is dropped. */
  #asked = 0;
  #askingOlder = false;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Shows other rows. */
  async show(view: View, search: string): Promise<void> {
    this.view = view;
    this.search = search;
    this.focused = null;
    this.#hold = false;
    this.loading = true;
    this.topWish += 1;
    await this.#load(filterOf(view, search), PAGE);
  }

  /** Reads what changed since what is shown. */
  async pull(): Promise<EntryDelta[]> {
    if (this.rows.stale) await this.#reload();
    const deltas: EntryDelta[] = [];
    for (let more = true; more; ) {
      const asked = this.#asked;
      const delta = await this.#host.changedEntries(this.rows.revision);
      // Other rows were asked for meanwhile; they show this change already, or the next pull brings it.
      if (asked !== this.#asked) break;
      deltas.push(delta);
      this.rows = applyDelta(this.rows, delta, this.#hold);
      if (this.rows.stale) await this.#reload();
      more = delta.more;
    }
    return deltas;
  }

  /** Adds older rows at the end. */
  async older(): Promise<void> {
    const before = oldest(this.rows);
    if (this.#askingOlder || !this.rows.more || before === null) return;
    this.#askingOlder = true;
    const asked = this.#asked;
    try {
      const page = await this.#host.entries({ ...this.rows.filter, before, limit: PAGE });
      if (asked === this.#asked) this.rows = olderPage(this.rows, page);
    } finally {
      this.#askingOlder = false;
    }
  }

  /** The person scrolled away from the top, or is back. */
  setHold(hold: boolean): void {
    if (hold === this.#hold) return;
    this.#hold = hold;
    if (!hold) this.rows = release(this.rows);
  }

  /** To the top, with the rows that waited. */
  toTop(): void {
    this.setHold(false);
    this.topWish += 1;
  }

  /** The row after (1) or before (-1) the focused one; the first where none is focused. */
  neighbour(step: 1 | -1): HistoryEntry | null {
    const { list } = this.rows;
    const at = list.findIndex((row) => row.seq === this.focused);
    const next = at < 0 ? 0 : Math.min(list.length - 1, Math.max(0, at + step));
    return list[next] ?? null;
  }

  /** Gives a row the keyboard. */
  focus(seq: number): void {
    this.focused = seq;
    this.focusWish += 1;
  }

  row(seq: number): HistoryEntry | null {
    return this.rows.list.find((row) => row.seq === seq) ?? null;
  }

  async #reload(): Promise<void> {
    const { list } = this.rows;
    // What is wanted now, not what is shown: another view may be on its way, and this answer takes its place.
    const filter = filterOf(this.view, this.search);
    const top = list[0]?.seq ?? 0;
    if (!(await this.#load(filter, Math.min(MOST, Math.max(PAGE, list.length)))) || !this.#hold) return;
    const fresh = this.rows.list;
    this.rows = { ...this.rows, list: fresh.filter((row) => row.seq <= top), held: fresh.filter((row) => row.seq > top) };
  }

  async #load(filter: Filter, limit: number): Promise<boolean> {
    const asked = ++this.#asked;
    const page = await this.#host.entries({ ...filter, before: null, limit });
    if (asked !== this.#asked) return false;
    this.rows = firstPage(filter, page);
    this.loading = false;
    return true;
  }
}
