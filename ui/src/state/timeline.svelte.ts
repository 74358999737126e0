/** The rows in the middle of the window: which ones, loaded how far, and which of them has the keyboard. */
import { SvelteSet } from "svelte/reactivity";

import type { EntryDelta } from "../bindings/EntryDelta";
import type { HistoryEntry } from "../bindings/HistoryEntry";
import type { Host } from "../host/host";
import {
  applyDelta,
  emptyRows,
  type Filter,
  firstPage,
  forgetAbove,
  holdingAnew,
  MOST as MOST_ROWS,
  newerPage,
  NO_FILTER,
  oldest,
  olderPage,
  release,
  type Rows,
} from "./apply";
import { type Grouping, listed } from "./groups";
import { Marks } from "./marks.svelte";
import { type Known, matches } from "./search";
import { filterOf, type Saved, type View } from "./view";

const PAGE = 100;
/** The core gives no more at once. */
const MOST = 500;

/** What the timeline needs to know of the rest. */
interface World {
  feeds: () => readonly Known[];
  saved: () => readonly Saved[];
  grouping: () => Grouping;
}

const NOWHERE: World = { feeds: () => [], saved: () => [], grouping: () => "time" };

export class Timeline {
  view = $state.raw<View>({ kind: "all" });
  search = $state("");
  rows = $state.raw<Rows>(emptyRows(NO_FILTER));
  /** What the core would not search for, and where. */
  problem = $state<string | null>(null);
  /** Nothing of these rows was read yet. */
  loading = $state(true);
  /** The row that has the keyboard, by `seq`. */
  focused = $state<number | null>(null);
  /** Counts the wishes to bring the focused row into sight and give it the keyboard. */
  focusWish = $state(0);
  /** The row that is to stand at the top of what is seen, by `seq`, until it does. */
  place = $state<number | null>(null);
  /** Counts the wishes to go to the top. */
  topWish = $state(0);
  /** The groups that are unfolded. */
  readonly unfolded = new SvelteSet<string>();
  /** The rows as they are listed. */
  readonly items = $derived.by(() => listed(this.rows.list, this.#world.grouping(), this.unfolded));
  /** Cards that changed a moment ago. */
  readonly marks = new Marks();
  /** How many rows the core has given. */
  read = 0;
  /** The person is not at the top: what is shown must not move. */
  #hold = false;
  #host: Host;
  #world: World;
  /** Counts the first pages asked for: an answer to an older question is dropped. */
  #asked = 0;
  /** Older or newer rows are being read. */
  #paging: Promise<void> | null = null;
  /** What the last first page is asked for. */
  #wanted: Filter = NO_FILTER;

  constructor(host: Host, world: World = NOWHERE) {
    this.#host = host;
    this.#world = world;
  }

  /** Shows other rows. */
  async show(view: View, search: string, top: number | null = null): Promise<void> {
    this.view = view;
    this.search = search;
    this.focused = null;
    this.#hold = false;
    this.loading = true;
    this.problem = null;
    if (top === null) this.topWish += 1;
    this.marks.clear();
    this.unfolded.clear();
    const filter = this.#filter();
    try {
      await this.#load(filter, PAGE);
    } catch (error) {
      // The rows of the view before must not stand under the name of this one.
      if (filter === this.#wanted) this.#nothing(filter);
      throw error;
    }
    if (top !== null && (await this.reach(top))) this.place = top;
  }

  /** Reads older rows until one is among them, as far as rows are kept. Answers whether it is. */
  async reach(seq: number): Promise<boolean> {
    while (this.rows.more && this.rows.list.length + MOST <= MOST_ROWS) {
      const before = oldest(this.rows);
      if (before === null || before <= seq) break;
      await this.#page(before, MOST, olderPage);
      if (oldest(this.rows) === before) break;
    }
    return this.row(seq) !== null;
  }

  /** Reads what changed since what is shown; of a flood only where it led to, unless `each` change is wanted or the person reads further down. */
  async pull(each = false): Promise<EntryDelta[]> {
    if (this.rows.stale) await this.#reload();
    const deltas: EntryDelta[] = [];
    for (let more = true; more; ) {
      const asked = this.#asked;
      const delta = await this.#host.changedEntries(this.rows.revision, each || this.#hold);
      // Other rows were asked for meanwhile; they show this change already, or the next pull brings it.
      if (asked !== this.#asked) break;
      deltas.push(delta);
      this.read += delta.entries.length;
      const before = this.rows;
      this.rows = applyDelta(before, delta, this.#hold, (row) => this.#decide(row));
      this.marks.note(before, this.rows);
      if (this.rows.stale) await this.#reload(delta.passed ? PAGE : MOST);
      more = delta.more;
    }
    return deltas;
  }

  /** Adds older rows at the end. */
  async older(): Promise<void> {
    const before = oldest(this.rows);
    if (!this.rows.more || before === null) return;
    await this.#page(before, PAGE, (rows, page) => olderPage(rows, page));
    // In a step of its own: the list on the screen takes rows at one end at a time.
    setTimeout(() => (this.rows = forgetAbove(this.rows)));
  }

  /** Reads on to the oldest row there is; of those passed, no more are kept than usual. They are shown at the end of the way only. */
  async toLast(): Promise<void> {
    // A page that is on its way comes first: it would stand among rows that are no longer there.
    await this.#paging;
    await this.#alone(async () => {
      const asked = this.#asked;
      let { rows } = this;
      for (let before = oldest(rows); rows.more && before !== null && asked === this.#asked; before = oldest(rows)) {
        rows = forgetAbove(olderPage(rows, await this.#host.entries({ ...rows.filter, before, limit: MOST })));
      }
      if (asked !== this.#asked) return;
      // What changed on the way is told once more: these rows are of the revision where it began.
      this.rows = { ...rows, shifted: false };
      this.#hold ||= rows.above.length > 0;
    });
  }

  /** Brings rows back that were let go above. */
  async newer(): Promise<void> {
    const above = this.rows.above.at(-1);
    if (!above) return;
    await this.#page(above.before, above.count, (rows, page) => newerPage(rows, page));
  }

  async #page(before: number, limit: number, take: (rows: Rows, page: Awaited<ReturnType<Host["entries"]>>) => Rows): Promise<void> {
    if (this.#paging) return this.#paging;
    await this.#alone(async () => {
      const asked = this.#asked;
      const page = await this.#host.entries({ ...this.rows.filter, before, limit });
      if (asked === this.#asked) this.rows = take(this.rows, page);
    });
  }

  /** Reads pages, and lets nothing else read any meanwhile. */
  async #alone(read: () => Promise<void>): Promise<void> {
    this.#paging = read();
    try {
      await this.#paging;
    } finally {
      this.#paging = null;
    }
  }

  /** The person scrolled away from the top, or is back. */
  setHold(hold: boolean): void {
    const held = hold || this.rows.above.length > 0;
    if (held === this.#hold) return;
    this.#hold = held;
    if (!held) this.#release();
  }

  /** To the top, with the rows that waited. */
  toTop(): void {
    this.#hold = false;
    this.#release();
    this.topWish += 1;
  }

  /** The row after (1) or before (-1) the focused one; the first where none is focused. */
  neighbour(step: 1 | -1): HistoryEntry | null {
    const { items } = this;
    const at = items.findIndex(({ entry }) => entry.seq === this.focused);
    const next = at < 0 ? 0 : Math.min(items.length - 1, Math.max(0, at + step));
    return items[next]?.entry ?? null;
  }

  /** Gives a row the keyboard. */
  focus(seq: number): void {
    this.focused = seq;
    this.focusWish += 1;
  }

  /** Shows the others of a group below its front, or hides them. */
  unfold(group: string): void {
    if (!this.unfolded.delete(group)) this.unfolded.add(group);
  }

  /** Unfolds the group that a row is folded into. */
  uncover(seq: number): void {
    const folded = this.items.find(({ more }) => more.some((row) => row.seq === seq));
    if (folded) this.unfolded.add(folded.group);
  }

  row(seq: number): HistoryEntry | null {
    return this.rows.list.find((row) => row.seq === seq) ?? null;
  }

  #filter(): Filter {
    return filterOf(this.view, this.search, this.#world.saved());
  }

  #decide(row: HistoryEntry): boolean | null {
    const { search } = this.rows.filter;
    return search === null ? true : matches(search, row, this.#world.feeds());
  }

  #release(): void {
    this.rows = release(this.rows);
    if (this.rows.stale) void this.#reload().catch(() => undefined);
  }

  async #reload(most = MOST): Promise<void> {
    const before = this.rows;
    // What is wanted now, not what is shown: another view may be on its way, and this answer takes its place.
    const loaded = await this.#load(this.#filter(), Math.min(most, Math.max(PAGE, before.list.length)));
    if (loaded && this.#hold) this.rows = holdingAnew(before, this.rows);
  }

  #nothing(filter: Filter): void {
    this.rows = { ...emptyRows(filter), stale: false };
    this.loading = false;
  }

  async #load(filter: Filter, limit: number): Promise<boolean> {
    const asked = ++this.#asked;
    this.#wanted = filter;
    const page = await this.#host.entries({ ...filter, before: null, limit });
    if (asked !== this.#asked) return false;
    this.read += page.entries.length;
    this.rows = firstPage(filter, page);
    this.loading = false;
    return true;
  }
}
