/** What a person can do to feeds and entries: the verb, what is said of it, and how it is undone. */
import type { FeedEdit } from "../bindings/FeedEdit";
import type { FeedView } from "../bindings/FeedView";
import type { HistoryEntry } from "../bindings/HistoryEntry";
import type { ReadTarget } from "../bindings/ReadTarget";
import { text } from "../text";
import type { App } from "./app.svelte";
import { newest } from "./apply";

/** A feed edit that changes nothing; spread over it what is to change. */
export const NO_EDIT: FeedEdit = { name: null, url: null, format: null, notify: null, enabled: null, connection: null };

export async function toggleRead(app: App, entry: HistoryEntry): Promise<void> {
  await app.act(() => app.host.markRead({ kind: "entries", seqs: [entry.seq] }, !entry.read));
}

export async function toggleStar(app: App, entry: HistoryEntry): Promise<void> {
  await app.act(() => app.host.star([entry.seq], !entry.starred));
}

export async function openLink(app: App, seq: number, action: number | null): Promise<void> {
  await app.act(() => app.host.openLink(seq, action));
}

/** Marks what the timeline shows, as far as it was shown. */
export async function markAllRead(app: App): Promise<void> {
  const { rows, view } = app.timeline;
  const upTo = newest(rows);
  let target: ReadTarget = { kind: "all", up_to: upTo };
  if (view.kind === "feed") target = { kind: "feed", feed: view.id, up_to: upTo };
  if (view.kind === "starred" || rows.filter.search !== null) {
    target = { kind: "entries", seqs: rows.list.map((row) => row.seq) };
  }
  await markRead(app, target);
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
  const undo = () => app.act(() => app.host.markRead({ kind: "entries", seqs }, false)).then(() => undefined);
  app.toasts.done(text.entry.markedRead(seqs.length), undo);
}

export async function removeFeed(app: App, feed: FeedView): Promise<void> {
  if (!(await app.act(() => app.host.removeFeed(feed.id)))) return;
  app.toasts.done(text.feed.removed(feed.name), async () => {
    if (await app.act(() => app.host.restoreFeed(feed.id))) app.toasts.done(text.feed.restored(feed.name));
  });
}

export async function togglePause(app: App, feed: FeedView): Promise<void> {
  await app.act(() => app.host.editFeed(feed.id, { ...NO_EDIT, enabled: !feed.enabled }));
}

export async function reconnect(app: App, feed: FeedView): Promise<void> {
  await app.act(() => app.host.reconnect(feed.id));
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
