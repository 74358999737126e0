/** Whatever comes, and wherever somebody reads meanwhile: when it rests, the window shows what the history holds. */
import { afterEach, describe, expect, test } from "vitest";

import type { HistoryEntry } from "../bindings/HistoryEntry";
import { MemoryHost } from "../host/memory/host";
import { SCENES } from "../host/memory/scenes";
import { App } from "./app.svelte";
import { COUNTED } from "./apply";
import type { View } from "./view";

const SEEDS = 24;
/** How long a busy machine may take over one of them, in milliseconds. */
const PATIENCE = 60_000;
const STEPS = 30;
const FEEDS = ["demo-match", "demo-news"];
const VIEWS: readonly View[] = [{ kind: "all" }, { kind: "all" }, { kind: "feed", id: "demo-news" }, { kind: "unread" }, { kind: "starred" }];

/** Numbers below `n`, the same for the same seed (mulberry32). */
function chance(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

class Play {
  readonly host = new MemoryHost();
  readonly below: (n: number) => number;
  app: App;
  stop: () => void = () => undefined;
  #undone: (() => Promise<unknown>)[] = [];

  constructor(seed: number) {
    this.below = chance(seed);
    SCENES["demo"]?.(this.host);
    const { entries, changedEntries, entry } = this.host;
    this.host.entries = this.#late(entries);
    this.host.changedEntries = this.#late(changedEntries);
    this.host.entry = this.#late(entry);
    this.app = undefined as unknown as App;
  }

  async begin(): Promise<void> {
    this.app = new App(this.host, await this.host.snapshot());
    this.stop = await this.app.start();
  }

  /** The question may be long on its way, and the answer too. */
  #late<Asked, Answer>(verb: (asked: Asked) => Promise<Answer>): (asked: Asked) => Promise<Answer> {
    return async (asked) => {
      await this.#pause();
      const answer = structuredClone(await verb(asked));
      await this.#pause();
      return answer;
    };
  }

  async #pause(): Promise<void> {
    for (let n = this.below(3); n > 0; n--) await new Promise((done) => setTimeout(done));
  }

  /** One of the rows that there are, the latest mostly. */
  #any(): number {
    const { list } = this.app.timeline.rows;
    const shown = list[this.below(Math.max(1, list.length))]?.seq ?? 1;
    return this.below(2) === 0 ? shown : Math.max(1, (list[0]?.seq ?? 1) - this.below(40));
  }

  #change(seq: number, what: Partial<HistoryEntry>): void {
    try {
      this.host.store.change(seq, what);
    } catch {
      // No longer kept.
    }
  }

  /** What the feeds do, and other windows of the same person. */
  async #world(): Promise<void> {
    const { host, below } = this;
    const { store } = host;
    const feed = FEEDS[below(2)] ?? "demo-news";
    const say = (n: number) => {
      for (let i = 0; i < n; i++) store.append(feed, { title: `Said ${i}`, minutesAgo: 0, replaces: below(8) === 0 ? `card-${below(5)}` : null }, "rang");
    };
    const deeds: (() => unknown)[] = [
      () => say(1 + below(5)),
      () => say(1 + below(5)),
      () => say(80 + below(80)),
      () => say(400 + below(1200)),
      () => this.#change(this.#any(), { title: "Edited" }),
      () => this.#change(this.#any(), { standing: "withdrawn" }),
      () => this.#change(this.#any(), { read: below(2) === 0 }),
      () => this.#change(this.#any(), { starred: below(3) > 0 }),
      () => host.markRead(below(2) === 0 ? { kind: "all", up_to: this.#any() } : { kind: "feed", feed, up_to: this.#any() }, below(3) > 0),
      async () => {
        await host.removeFeed(feed);
        this.#undone.push(() => host.restoreFeed(feed));
      },
      () => this.#undone.pop()?.(),
    ];
    // A feed goes away now and then only.
    const deed = deeds[below(below(6) === 0 ? deeds.length : deeds.length - 2)];
    await Promise.resolve(deed?.()).catch(() => undefined);
    host.hint();
  }

  /** What the person does. */
  #person(): unknown {
    const { app, below } = this;
    const { timeline } = app;
    const away = timeline.rows.list.length > 20;
    const deeds: (() => unknown)[] = [
      () => timeline.setAway(away),
      () => timeline.setAway(away),
      () => timeline.setAway(false),
      () => timeline.older(),
      () => timeline.newer(),
      () => timeline.reach(1 + below(400)),
      () => timeline.toLast(),
      () => timeline.toTop(),
      () => timeline.focus(this.#any()),
      () => app.selection.toggle(this.#any()),
      () => app.selection.clear(),
      () => app.open(this.#any()),
      () => app.undo(),
      () => app.go(VIEWS[below(VIEWS.length)] ?? { kind: "all" }),
    ];
    return deeds[below(deeds.length)]?.();
  }

  async step(): Promise<void> {
    if (this.below(2) === 0) await this.#world();
    else {
      const done = Promise.resolve(this.#person()).catch(() => undefined);
      if (this.below(2) === 0) await done;
    }
    await this.#pause();
  }

  /** Until nothing is on its way. */
  async rest(): Promise<void> {
    for (let n = 0; n < 12; n++) {
      await this.app.refresh();
      await new Promise((done) => setTimeout(done, 2));
    }
  }

  /** What the history says of a row. */
  kept(seq: number): HistoryEntry | null {
    try {
      return this.host.store.detail(seq).entry;
    } catch {
      return null;
    }
  }

  fresh(limit: number): HistoryEntry[] {
    return this.host.store.page({ ...this.app.timeline.rows.filter, before: null, limit }, this.app.snapshot.feeds).entries;
  }
}

const seqs = (rows: readonly HistoryEntry[]) => rows.map(({ seq }) => seq);
const waiting = (rows: readonly HistoryEntry[]) => Math.min(COUNTED + 1, rows.length);

/** While nothing may move: each row that is shown says what it says, and what is new is counted. */
function isTrue({ app, kept, fresh }: Play): void {
  const { list, top, waiting: counted } = app.timeline.rows;
  const gone = list.filter((row) => kept(row.seq) === null);
  expect(seqs(gone)).toEqual([]);
  expect(list).toEqual(list.map(({ seq }) => kept(seq)));
  const shown = new Set(seqs(list));
  const newer = fresh(9999).filter(({ seq }) => seq > top && !shown.has(seq));
  if (counted <= COUNTED) expect(counted).toBe(waiting(newer));
  else expect(newer.length + list.length).toBeGreaterThan(COUNTED);
  expect(app.snapshot.feeds.map(({ unread }) => unread)).toEqual(app.snapshot.feeds.map(({ id }) => app.host instanceof MemoryHost && app.host.store.unread(id)));
  if (app.reader.detail) expect(app.reader.detail.entry).toEqual(kept(app.reader.detail.entry.seq));
}

/** At the top with nothing held: what a fresh read of the view shows. Only what stopped to be unread, or starred, is still there. */
function isFresh({ app, fresh }: Play): void {
  const { list, filter, waiting: counted } = app.timeline.rows;
  expect(counted).toBe(0);
  const left = list.filter((row) => (!filter.unread || !row.read) && (!filter.starred || row.starred));
  expect(left).toEqual(fresh(left.length));
}

let play: Play;
afterEach(() => play.stop());

describe("when a flood rests, what is shown is what there is", () => {
  test.each(Array.from({ length: SEEDS }, (_, seed) => seed))("seed %i", { timeout: PATIENCE }, async (seed) => {
    localStorage.clear();
    play = new Play(seed);
    play.kept = play.kept.bind(play);
    play.fresh = play.fresh.bind(play);
    await play.begin();
    for (let step = 0; step < STEPS; step++) await play.step();
    await play.rest();
    isTrue(play);
    play.app.selection.clear();
    await play.app.timeline.toTop();
    await play.rest();
    isTrue(play);
    isFresh(play);
  });
});
