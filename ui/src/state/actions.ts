/** What a person can do from the keyboard and the palette: each thing once, with its keys and when it can be done. */
import type { FeedView } from "../bindings/FeedView";
import type { HistoryEntry } from "../bindings/HistoryEntry";
import type { text } from "../text";
import type { App, FeedTab } from "./app.svelte";
import { copy, markAllRead, markFeedRead, openLink, reconnect, removeFeed, ringTest, togglePause, toggleRead, toggleStar } from "./commands";
import type { View } from "./view";

export interface Action {
  /** Its name in the catalogue. */
  id: keyof typeof text.actions;
  group: keyof typeof text.actionGroups;
  /** As they are shown: `j`, `Shift A`, `Ctrl K`, or two after each other, `g a`. */
  keys: readonly string[];
  /** The focused control hears the key by itself. */
  native?: boolean;
  /** Also while a text is being typed. */
  everywhere?: boolean;
  can?: (app: App) => boolean;
  run: (app: App) => unknown;
}

/** The entry a key is about: the focused row, else the open one. */
export function entryAt(app: App): HistoryEntry | null {
  const { focused } = app.timeline;
  return (focused !== null ? app.timeline.row(focused) : null) ?? app.reader.detail?.entry ?? null;
}

/** The feed a key is about: the one with the keyboard in the list, else the one shown. */
export function feedAt(app: App): FeedView | null {
  const { view } = app.timeline;
  const id = (document.activeElement as HTMLElement | null)?.dataset?.["feedId"] ?? (view.kind === "feed" ? view.id : null);
  return id === null ? null : app.feed(id);
}

function move(app: App, step: 1 | -1): void {
  const next = app.timeline.neighbour(step);
  if (!next) return;
  app.timeline.focus(next.seq);
  // In a narrow window the rows are out of sight: the next entry opens instead.
  const rows = document.querySelector<HTMLElement>("[data-part=timeline]");
  if (app.pane === "detail" && rows?.getClientRects().length === 0) void app.open(next.seq);
}

/** The feed after (1) or before (-1) the one shown. */
function moveFeed(app: App, step: 1 | -1): void {
  const { feeds } = app.snapshot;
  const { view } = app.timeline;
  const at = feeds.findIndex((feed) => view.kind === "feed" && feed.id === view.id);
  const next = at < 0 ? feeds.at(step === 1 ? 0 : -1) : feeds[at + step];
  if (next) void app.go({ kind: "feed", id: next.id });
}

function back(app: App): void {
  if (app.timeline.search !== "") void app.go(app.timeline.view);
  else if (app.pane === "detail") {
    app.pane = "timeline";
    const { open } = app.reader;
    app.reader.close();
    if (open !== null) app.timeline.focus(open);
  }
}

type Of<T> = Omit<Action, "group" | "run" | "can"> & { can?: (one: T) => boolean; run: (app: App, one: T) => unknown };

const ofEntry = ({ can, run, ...rest }: Of<HistoryEntry>): Action => ({
  ...rest,
  group: "entries",
  can: (app) => {
    const entry = entryAt(app);
    return entry !== null && (can?.(entry) ?? true);
  },
  run: (app) => {
    const entry = entryAt(app);
    if (entry) return run(app, entry);
  },
});
const ofFeed = ({ can, run, ...rest }: Of<FeedView>): Action => ({
  ...rest,
  group: "feeds",
  can: (app) => {
    const feed = feedAt(app);
    return feed !== null && (can?.(feed) ?? true);
  },
  run: (app) => {
    const feed = feedAt(app);
    if (feed) return run(app, feed);
  },
});
const page = (id: Action["id"], key: string, tab: FeedTab): Action =>
  ofFeed({ id, keys: [key], run: (app, feed) => (app.dialog = { kind: "edit", id: feed.id, tab }) });
const going = (id: Action["id"], key: string, view: View): Action => ({ id, group: "go", keys: [key], run: (app) => app.go(view) });
const hasFeeds = (app: App) => app.snapshot.feeds.length > 0;

export const ACTIONS: readonly Action[] = [
  { id: "next", group: "entries", keys: ["j", "↓"], can: hasFeeds, run: (app) => move(app, 1) },
  { id: "previous", group: "entries", keys: ["k", "↑"], can: hasFeeds, run: (app) => move(app, -1) },
  ofEntry({ id: "open", keys: ["Enter"], native: true, run: (app, entry) => app.open(entry.seq) }),
  ofEntry({ id: "link", keys: ["o"], can: (entry) => entry.link !== null, run: (app, entry) => openLink(app, entry.seq, null) }),
  ofEntry({ id: "copyLink", keys: ["c"], can: (entry) => entry.link !== null, run: (app, entry) => copy(app, entry.link ?? "") }),
  ofEntry({ id: "read", keys: ["m"], run: toggleRead }),
  ofEntry({ id: "star", keys: ["s"], run: toggleStar }),
  { id: "allRead", group: "entries", keys: ["Shift A"], can: hasFeeds, run: markAllRead },
  { id: "add", group: "feeds", keys: ["a", "n"], run: (app) => (app.dialog = { kind: "add", url: "" }) },
  page("edit", "e", "general"),
  page("health", "h", "health"),
  page("feedBell", "l", "bell"),
  page("connection", "i", "connection"),
  page("template", "t", "template"),
  ofFeed({ id: "pause", keys: ["p"], run: togglePause }),
  ofFeed({ id: "reconnect", keys: ["r"], can: (feed) => feed.enabled, run: reconnect }),
  ofFeed({ id: "feedRead", keys: ["Shift R"], run: markFeedRead }),
  ofFeed({ id: "remove", keys: ["Delete"], run: removeFeed }),
  { id: "search", group: "go", keys: ["/"], can: hasFeeds, run: (app) => ((app.pane = "timeline"), (app.searchWish += 1)) },
  going("all", "g a", { kind: "all" }),
  going("unread", "g u", { kind: "unread" }),
  going("starred", "g s", { kind: "starred" }),
  { id: "nextFeed", group: "go", keys: ["Shift J"], can: hasFeeds, run: (app) => moveFeed(app, 1) },
  { id: "previousFeed", group: "go", keys: ["Shift K"], can: hasFeeds, run: (app) => moveFeed(app, -1) },
  { id: "palette", group: "window", keys: ["Ctrl K"], everywhere: true, run: (app) => (app.dialog = { kind: "palette" }) },
  { id: "settings", group: "window", keys: [","], run: (app) => (app.dialog = { kind: "settings" }) },
  { id: "ringTest", group: "window", keys: ["b"], run: ringTest },
  { id: "undo", group: "window", keys: ["Ctrl Z"], can: (app) => app.toasts.current?.undo != null, run: (app) => app.toasts.undo() },
  { id: "help", group: "window", keys: ["?"], run: (app) => (app.dialog = { kind: "shortcuts" }) },
  { id: "back", group: "window", keys: ["Esc"], run: back },
];
