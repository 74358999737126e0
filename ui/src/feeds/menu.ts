/** What can be done to a feed, as a menu. */
import type { FeedView } from "../bindings/FeedView";
import type { MenuItem } from "../parts/Menu.svelte";
import type { App } from "../state/app.svelte";
import { markFeedRead, moveFeed, reconnect, removeFeed, stepFeed, togglePause } from "../state/commands";
import { text } from "../text";
import { otherFolders } from "./drag.svelte";
import { step } from "./tree";

/** To the end of a folder, or out of all of them. */
function into(app: App, feed: FeedView, folder: string | null): void {
  const others = app.snapshot.feeds.filter(({ id }) => id !== feed.id);
  const last = others.findLastIndex((other) => other.folder === folder);
  const before = others[last + 1]?.id ?? null;
  void moveFeed(app, feed.id, { before: folder === null ? null : before, folder });
}

export function feedMenu(app: App, feed: FeedView): MenuItem[] {
  const { feeds } = app.snapshot;
  const items: MenuItem[] = [
    { label: text.feed.edit, key: "e", onselect: () => (app.dialog = { kind: "edit", id: feed.id }) },
    { label: feed.enabled ? text.feed.pause : text.feed.resume, key: "p", onselect: () => void togglePause(app, feed) },
    { label: text.page.tabs.health, key: "h", onselect: () => (app.dialog = { kind: "edit", id: feed.id, tab: "health" }) },
    { label: text.feed.reconnect, key: "r", disabled: !feed.enabled, onselect: () => void reconnect(app, feed) },
    // What dragging does, for who cannot drag.
    { label: text.actions.feedUp, key: "Ctrl Shift ↑", disabled: !step(feeds, feed.id, -1), onselect: () => void stepFeed(app, feed, -1) },
    { label: text.actions.feedDown, key: "Ctrl Shift ↓", disabled: !step(feeds, feed.id, 1), onselect: () => void stepFeed(app, feed, 1) },
    ...otherFolders(feeds, feed).map((name) => ({ label: text.folder.into(name), onselect: () => into(app, feed, name) })),
    ...(feed.folder === null ? [] : [{ label: text.folder.out, onselect: () => into(app, feed, null) }]),
    { label: text.snooze.title, key: "z", onselect: () => (app.dialog = { kind: "snooze", feed: feed.id }) },
    { label: text.markAllRead, key: "Shift R", disabled: feed.unread === 0, onselect: () => void markFeedRead(app, feed) },
    { label: text.feed.remove, key: "Delete", onselect: () => void removeFeed(app, feed) },
  ];
  return items;
}
