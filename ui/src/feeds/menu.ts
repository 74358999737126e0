/** What can be done to a feed, as a menu. */
import type { FeedView } from "../bindings/FeedView";
import type { MenuItem } from "../parts/Menu.svelte";
import type { App } from "../state/app.svelte";
import { markFeedRead, reconnect, removeFeed, togglePause } from "../state/commands";
import { text } from "../text";

export function feedMenu(app: App, feed: FeedView): MenuItem[] {
  const down = feed.state.state === "waiting" || feed.state.state === "stopped";
  const items: MenuItem[] = [
    { label: text.feed.edit, key: "e", onselect: () => (app.dialog = { kind: "edit", id: feed.id }) },
    { label: feed.enabled ? text.feed.pause : text.feed.resume, key: "p", onselect: () => void togglePause(app, feed) },
    { label: text.feed.reconnect, disabled: !down, onselect: () => void reconnect(app, feed) },
    { label: text.markAllRead, disabled: feed.unread === 0, onselect: () => void markFeedRead(app, feed) },
    { label: text.feed.remove, onselect: () => void removeFeed(app, feed) },
  ];
  return items;
}
