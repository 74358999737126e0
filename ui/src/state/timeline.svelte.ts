/** The rows in the middle of the window: which ones, loaded how far, and which of them has the keyboard. */
import { SvelteSet } from "svelte/reactivity";

import type { EntryDelta } from "../bindings/EntryDelta";
import type { EntryPage } from "../bindings/EntryPage";
import type { HistoryEntry } from "../bindings/HistoryEntry";
import type { Host } from "../host/host";
import {
  ahead,
  applyDelta,
  asks,
  COUNTED,
  emptyRows,
  type Filter,
  firstPage,
  followed,
  forgetAbove,
  holdingAnew,
  isBehind,
  joined,
  MOST as MOST_ROWS,
  newerPage,
  NO_FILTER,
  oldest,
  olderPage,
  type Rows,
  settle,
  tells,
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
  /** Whether rows are chosen, and which. */
  isChosen: (seq: number) => boolean;
  choosing: () => boolean;
}

const NOWHERE: World = { feeds: () => [], saved: () => [], grouping: () => "time", isChosen: () => false, choosing: () => false };

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
  #away = false;
  /** So much came that the row with the keyboard would have gone: it stays until the person asks for what is new. */
  #still = false;
  /** Up to which revision changes were told. A page that is read anew shows later ones, and tells nobody. */
  #told: number | null = null;
  #host: Host;
  #world: World;
  /** Counts the first pages asked for: an answer to an older question is dropped. */
  #asked = 0;
  /** Counts the first pages that were taken: what was asked for before belongs to other rows. */
  #taken = 0;
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
    this.#away = this.#still = false;
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

  /** Nothing that is shown may move: somebody reads further down, chooses rows, or has the keyboard on one that would go. */
  get #hold(): boolean {
    return this.#away || this.rows.above.length > 0 || this.#world.choosing() || (this.#still && this.#inUse(this.rows).length > 0);
  }

  /**
   * Reads what became of the rows that are shown and of the entry that is `open`, and what is new: at the top the rows, or of many
   * the newest; further down how many they are.
   */
  async pull(open: () => number | null = () => null): Promise<EntryDelta[]> {
    await this.#catchUp();
    const deltas: EntryDelta[] = [];
    for (let more = true; more; ) {
      const read = () => followed(deltas, open());
      const taken = this.#taken;
      const asked = asks(this.rows, read(), this.#told ?? 0, this.#hold);
      const delta = await this.#host.changedEntries(asked);
      // Other rows came meanwhile: this does not tell all of them.
      if (taken !== this.#taken || !tells(asked, this.rows, read())) continue;
      deltas.push(delta);
      this.read += delta.entries.length;
      this.#apply(delta);
      more = delta.more;
    }
    await this.#catchUp();
    return deltas;
  }

  #apply(delta: EntryDelta): void {
    this.#told = delta.revision;
    const before = this.rows;
    const applied = (hold: boolean) => applyDelta(before, delta, hold, (row) => this.#decide(row));
    const after = applied(this.#hold);
    this.#still ||= this.#pushesOut(after);
    this.rows = this.#still && this.#hold ? applied(true) : after;
    this.marks.note(before, this.rows);
  }

  /** Reads what no change tells: a page that is no longer true, and what waits where nothing holds it. */
  async #catchUp(): Promise<void> {
    if (this.rows.stale) await this.#reload();
    if (!this.#hold) await this.#letIn();
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
      const taken = this.#taken;
      let { rows } = this;
      for (let before = oldest(rows); rows.more && before !== null && taken === this.#taken; before = oldest(rows)) {
        rows = forgetAbove(olderPage(rows, await this.#host.entries({ ...rows.filter, before, limit: MOST })));
      }
      if (taken !== this.#taken) return;
      // What changed on the way is told once more: these rows are of the revision where it began.
      this.rows = { ...rows, shifted: false };
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
      const taken = this.#taken;
      const page = await this.#host.entries({ ...this.rows.filter, before, limit });
      if (taken === this.#taken) this.rows = take(this.rows, page);
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
  setAway(away: boolean): void {
    const same = away === this.#away;
    this.#away = away;
    if (!away && (!same || isBehind(this.rows))) this.letGo();
  }

  /** What is shown may move again, where nothing else holds it. */
  letGo(): void {
    // Where it fails, the next pull does it.
    if (!this.#hold) void this.#letIn().catch(() => undefined);
  }

  /** To the top, with the rows that waited. Answers when they are there. */
  async toTop(): Promise<void> {
    this.#away = this.#still = false;
    this.topWish += 1;
    await this.#letIn(true).catch(() => undefined);
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

  /** Lets in what waits, and those go that left the timeline. Where it is much, a row that is in use stays, unless the new ones are `wanted`. */
  async #letIn(wanted = false): Promise<void> {
    // The page that is on its way shows all of it.
    if (this.loading) return;
    if (!isBehind(this.rows)) {
      this.rows = settle(this.rows);
      return;
    }
    const { filter, waiting } = this.rows;
    const used = this.#inUse(this.rows).length > 0;
    const page = await this.#first(filter, used && waiting <= COUNTED ? Math.min(MOST, waiting + PAGE) : PAGE);
    // Whoever went to read further down meanwhile is not moved.
    if (page === null || (this.#away && !wanted)) return;
    const all = joined(this.rows, page);
    if (all !== null && (wanted || !this.#pushesOut(all))) this.rows = all;
    else if (used && !wanted) this.#still = true;
    else this.#take(page);
  }

  /** The rows that have the keyboard or are chosen. */
  #inUse({ list }: Rows): readonly HistoryEntry[] {
    return list.filter(({ seq }) => seq === this.focused || this.#world.isChosen(seq));
  }

  /** Whether a row that is in use lies below all of these. */
  #pushesOut(after: Rows): boolean {
    const last = oldest(after) ?? 0;
    return this.#inUse(this.rows).some(({ seq }) => seq < last);
  }

  /** Reads the page anew: the first, or while nothing may move what is shown. */
  async #reload(): Promise<void> {
    // What is wanted now, not what is shown: another view may be on its way, and this answer takes its place.
    if (!this.#hold) return void (await this.#load(this.#filter(), Math.min(MOST, Math.max(PAGE, this.rows.list.length))));
    const taken = this.#taken;
    const { filter } = this.rows;
    const pages: EntryPage[] = [];
    const last = oldest(this.rows) ?? 0;
    for (let before: number | undefined = this.rows.top + 1; before !== undefined && before > last; ) {
      const page: EntryPage = await this.#host.entries({ ...filter, before, limit: MOST });
      if (taken !== this.#taken) return;
      pages.push(page);
      this.read += page.entries.length;
      before = page.more ? page.entries.at(-1)?.seq : undefined;
    }
    const only = ahead(this.rows);
    const fronts = only.length === 0 ? [] : (await this.#host.entries({ ...filter, only, before: null, limit: MOST })).entries;
    if (taken === this.#taken) this.rows = holdingAnew(this.rows, pages, fronts);
  }

  #nothing(filter: Filter): void {
    this.rows = { ...emptyRows(filter), stale: false };
    this.loading = false;
  }

  async #load(filter: Filter, limit: number): Promise<void> {
    const page = await this.#first(filter, limit);
    if (page !== null) this.#take(page);
  }

  #take(page: EntryPage): void {
    this.#taken += 1;
    this.#told ??= page.revision;
    this.rows = firstPage(this.#wanted, page);
    this.loading = false;
  }

  /** The first page; null where another one was asked for meanwhile. */
  async #first(filter: Filter, limit: number): Promise<EntryPage | null> {
    const asked = ++this.#asked;
    this.#wanted = filter;
    const page = await this.#host.entries({ ...filter, before: null, limit });
    if (asked !== this.#asked) return null;
    this.read += page.entries.length;
    return page;
  }
}
