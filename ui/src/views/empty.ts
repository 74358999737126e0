/** What an empty timeline says, and what to do. */
import type { App } from "../state/app.svelte";
import { text } from "../text";

export function emptyWords(app: App): [string, string] {
  const { view } = app.timeline;
  if (app.timeline.search.trim() !== "") return text.empty.search;
  if (view.kind !== "feed") return text.empty[view.kind];
  switch (app.feed(view.id)?.state.state) {
    case "connecting":
    case "queued":
      return text.empty.feedConnecting;
    case "waiting":
    case "stopped":
      return text.empty.feedDown;
    case "paused":
      return text.empty.feedPaused;
    default:
      return text.empty.feedOpen;
  }
}
