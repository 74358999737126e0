/** What a person can do to feeds and entries: the verb, what is said of it, and how it is undone. */
import type { FeedBell } from "../bindings/FeedBell";
import type { FeedEdit } from "../bindings/FeedEdit";
import type { FeedView } from "../bindings/FeedView";
import type { HistoryEntry } from "../bindings/HistoryEntry";
import type { ReadTarget } from "../bindings/ReadTarget";
import type { SettingsEdit } from "../bindings/SettingsEdit";
import { type Slot, slotOf, step } from "../feeds/tree";
import { text } from "../text";
import type { App } from "./app.svelte";
import type { Filter } from "./apply";
import { termText } from "./search";
import type { Saved } from "./view";

/** A feed edit that changes nothing; spread over it what is to change. */
export const NO_EDIT: FeedEdit = {};

/** Puts a feed elsewhere in the list. */
export async function moveFeed(app: App, id: string, slot: Slot): Promise<void> {
  const back = slotOf(app.snapshot.feeds, id);
  const moved = await app.act(() => app.host.moveFeed(id, slot.before, slot.folder));
  if (moved) app.did(null, () => app.act(() => app.host.moveFeed(id, back.before, back.folder)));
}

/** Moves a feed one step up (-1) or down (1), and says where it is now. */
export async function stepFeed(app: App, feed: FeedView, by: 1 | -1): Promise<void> {
  const slot = step(app.snapshot.feeds, feed.id, by);
  if (!slot) return;
  await moveFeed(app, feed.id, slot);
  const there = app.snapshot.feeds.filter(({ folder }) => folder === slot.folder);
  const place = there.findIndex(({ id }) => id === feed.id) + 1;
  app.announcer.say(text.folder.moved(feed.name, place, there.length, slot.folder));
}

/** Keeps a search as a view, and goes there. */
export async function saveView(app: App, name: string, search: string): Promise<void> {
  let id: string | null = null;
  const done = await app.act(async () => {
    id = await app.host.saveView({ id: null, name, search });
  });
  if (!done || id === null) return;
  const kept: string = id;
  await app.go({ kind: "saved", id: kept });
  app.did(text.saved.added(name), () => app.act(() => app.host.removeView(kept)));
}

export async function removeView(app: App, { id, name, search }: Saved): Promise<void> {
  if (!(await app.act(() => app.host.removeView(id)))) return;
  app.did(text.saved.removed(name), () => app.act(() => app.host.saveView({ id, name, search })));
}

export async function toggleRead(app: App, entry: HistoryEntry): Promise<void> {
  await setRead(app, [entry], !entry.read);
}

export async function toggleStar(app: App, entry: HistoryEntry): Promise<void> {
  await setStar(app, [entry], !entry.starred);
}

/** Marks rows; of more than one it is said. */
export async function setRead(app: App, rows: readonly HistoryEntry[], read: boolean): Promise<void> {
  let seqs: number[] = [];
  const done = await app.act(async () => {
    seqs = await app.host.markRead({ kind: "entries", seqs: rows.map((row) => row.seq) }, read);
  });
  if (!done || seqs.length === 0) return;
  const words = read ? text.entry.markedRead(seqs.length) : text.entry.markedUnread(seqs.length);
  app.did(rows.length > 1 ? words : null, () => app.act(() => app.host.markRead({ kind: "entries", seqs }, !read)));
}

/** Stars rows, or takes their stars; of more than one it is said. */
export async function setStar(app: App, rows: readonly HistoryEntry[], starred: boolean): Promise<void> {
  const seqs = rows.filter((row) => row.starred !== starred).map((row) => row.seq);
  if (seqs.length === 0) return;
  const star = (on: boolean) => app.act(() => app.host.star(seqs, on));
  if (!(await star(starred))) return;
  const words = starred ? text.entry.starredMany(seqs.length) : text.entry.unstarredMany(seqs.length);
  app.did(rows.length > 1 ? words : null, () => star(!starred));
}

/** The rows that are chosen, in the order of the timeline. */
export function chosen(app: App): HistoryEntry[] {
  return app.timeline.rows.list.filter((row) => app.selection.has(row.seq));
}

/** What the rows say, as text: one line each, with the link. */
export async function copyRows(app: App, rows: readonly HistoryEntry[]): Promise<void> {
  await copy(app, rows.map((row) => [row.title, row.link].filter(Boolean).join(" ")).join("\n"));
}

export async function openLink(app: App, seq: number, action: number | null): Promise<void> {
  await app.act(() => app.host.openLink(seq, action));
}

/** Opens an address that is written in an entry's text. */
export async function openWritten(app: App, seq: number, address: string): Promise<void> {
  await app.act(() => app.host.openWritten(seq, address));
}

/** Marks what the timeline shows, as far as it was shown. */
export async function markAllRead(app: App): Promise<void> {
  const { filter, top } = app.timeline.rows;
  await markRead(app, targetOf(filter, top));
}

/** All that a filter shows, loaded or not, up to and with a row. */
function targetOf({ feed, search, starred, only }: Filter, upTo: number): ReadTarget {
  if (only) return { kind: "entries", seqs: only };
  if (feed !== null) return { kind: "feed", feed, up_to: upTo };
  const words = search ?? (starred ? termText("is", "starred") : null);
  return words === null ? { kind: "all", up_to: upTo } : { kind: "found", search: words, up_to: upTo };
}

export async function markFeedRead(app: App, feed: FeedView): Promise<void> {
  const filter = { feed: feed.id, search: null, unread: false, starred: false, before: null };
  await app.act(async () => {
    const latest = (await app.host.entries({ ...filter, limit: 1 })).entries[0];
    if (latest) await markRead(app, { kind: "feed", feed: feed.id, up_to: latest.seq });
  });
}

async function markRead(app: App, target: ReadTarget): Promise<void> {
  let seqs: number[] = [];
  const done = await app.act(async () => {
    seqs = await app.host.markRead(target, true);
  });
  if (!done) return;
  if (seqs.length === 0) return app.toasts.done(text.entry.nothingToMark);
  app.did(text.entry.markedRead(seqs.length), () => app.act(() => app.host.markRead({ kind: "entries", seqs }, false)));
}

export async function removeFeed(app: App, feed: FeedView): Promise<void> {
  if (!(await app.act(() => app.host.removeFeed(feed.id)))) return;
  app.did(text.feed.removed(feed.name), async () => {
    if (await app.act(() => app.host.restoreFeed(feed.id))) app.toasts.done(text.feed.restored(feed.name));
  });
}

export async function togglePause(app: App, feed: FeedView): Promise<void> {
  await app.act(() => app.host.editFeed(feed.id, { ...NO_EDIT, enabled: !feed.enabled }));
}

export async function reconnect(app: App, feed: FeedView): Promise<void> {
  // An open one stays unless it is dead: that it was asked would not be seen.
  if ((await app.act(() => app.host.reconnect(feed.id))) && feed.state.state === "open") app.toasts.done(text.feed.checking(feed.name));
}

/** Lets the core load pictures from now on, or lets it be. */
export async function togglePictures(app: App): Promise<void> {
  const { pictures } = app.look;
  await changeSettings(app, { window: { pictures: !pictures } }, { window: { pictures } }, null);
}

/** Changes the settings, and remembers how to change them back; `words` say that something is gone. */
export async function changeSettings(app: App, edit: SettingsEdit, back: SettingsEdit, words: string | null): Promise<void> {
  if (await app.act(() => app.host.editSettings(edit))) app.did(words, () => app.act(() => app.host.editSettings(back)));
}

export async function ringTest(app: App): Promise<void> {
  if (await app.act(() => app.host.ringTest())) app.toasts.done(text.bell.tested);
}

export async function copy(app: App, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(what);
    app.toasts.done(text.copied);
  } catch {
    app.toasts.error(text.copyFailed);
  }
}

/** Opens a file and shows what is in it; nothing is added yet. */
export async function importFeeds(app: App): Promise<void> {
  await app.act(async () => {
    const review = await app.host.importFeeds();
    if (review) app.dialog = { kind: "import", review };
  });
}

/** Asks where to, writes the feeds there, and says so. */
export const exportFeeds = (app: App, kind: "toml" | "opml") => written(app, () => app.host.exportFeeds(kind));

/** The same with what is known of a feed's last day. */
export const exportLog = (app: App, feed: FeedView) => written(app, () => app.host.exportLog(feed.id));

async function written(app: App, write: () => Promise<boolean>): Promise<void> {
  await app.act(async () => {
    if (await write()) app.toasts.done(text.settings.exported);
  });
}

/** Adds the demo feeds. From here to the first ring there is no further step; the hints beside are for later. */
export async function startDemo(app: App): Promise<void> {
  if (await app.act(() => app.host.startDemo())) app.tour ??= 0;
}

/** Closes the window. The first time, what closing is to do is asked before. */
export async function closeWindow(app: App): Promise<void> {
  if (!app.look.close_asked) app.dialog = { kind: "closing" };
  else await app.act(() => app.host.closeWindow());
}

/** The steps of the zoom, in percent. */
const ZOOMS = [50, 67, 75, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300];

/** Makes all of the window larger (1) or smaller (-1), or as large as usual (0). */
export async function zoom(app: App, step: 1 | -1 | 0): Promise<void> {
  const { zoom: now } = app.look;
  const next = step === 0 ? 100 : step === 1 ? ZOOMS.find((one) => one > now) : ZOOMS.findLast((one) => one < now);
  if (next === undefined || next === now) return;
  if (await app.act(() => app.host.editSettings({ window: { zoom: next } }))) app.announcer.say(text.percent(next));
}

/** One switch for the bell of all feeds. */
export async function toggleBell(app: App): Promise<void> {
  await app.act(() => app.host.editSettings({ bell: { enabled: !app.snapshot.settings.bell.enabled } }));
}

/** One level for many feeds. Undone, each has its own again. */
export async function setLevels(app: App, ids: readonly string[], level: FeedBell["level"]): Promise<void> {
  const before = app.snapshot.feeds.filter(({ id }) => ids.includes(id)).map(({ id, bell }) => ({ id, level: bell.level }));
  if (!(await app.act(() => app.host.setLevel([...ids], level)))) return;
  app.did(text.rings.levelsDone(ids.length), () =>
    app.act(async () => {
      for (const was of new Set(before.map((one) => one.level))) await app.host.setLevel(before.filter((one) => one.level === was).map(({ id }) => id), was);
    }),
  );
}
