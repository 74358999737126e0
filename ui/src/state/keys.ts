/** The keyboard: which key does what, and the list of it. */
import type { FeedView } from "../bindings/FeedView";
import type { HistoryEntry } from "../bindings/HistoryEntry";
import { text } from "../text";
import type { App } from "./app.svelte";
import { markAllRead, openLink, togglePause, toggleRead, toggleStar } from "./commands";

interface Shortcut {
  keys: readonly string[];
  label: keyof typeof text.shortcuts;
}

export const SHORTCUTS: readonly Shortcut[] = [
  { keys: ["j", "↓"], label: "next" },
  { keys: ["k", "↑"], label: "previous" },
  { keys: ["Enter"], label: "open" },
  { keys: ["o"], label: "link" },
  { keys: ["m"], label: "read" },
  { keys: ["s"], label: "star" },
  { keys: ["Shift A"], label: "allRead" },
  { keys: ["a", "n"], label: "add" },
  { keys: ["/"], label: "search" },
  { keys: ["e"], label: "edit" },
  { keys: ["p"], label: "pause" },
  { keys: [","], label: "settings" },
  { keys: ["Ctrl Z"], label: "undo" },
  { keys: ["?"], label: "help" },
  { keys: ["Esc"], label: "back" },
];

/** The entry a key is about: the focused row, else the open one. */
function entryAt(app: App): HistoryEntry | null {
  const { focused } = app.timeline;
  return (focused !== null ? app.timeline.row(focused) : null) ?? app.reader.detail?.entry ?? null;
}

/** The feed a key is about: the one with the keyboard in the list, else the one shown. */
function feedAt(app: App): FeedView | null {
  const { view } = app.timeline;
  const id = (document.activeElement as HTMLElement | null)?.dataset?.feedId ?? (view.kind === "feed" ? view.id : null);
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

function back(app: App): void {
  if (app.timeline.search !== "") void app.go(app.timeline.view);
  else if (app.pane === "detail") {
    app.pane = "timeline";
    const { open } = app.reader;
    app.reader.close();
    if (open !== null) app.timeline.focus(open);
  }
}

const withEntry = (verb: (app: App, entry: HistoryEntry) => unknown) => (app: App) => {
  const entry = entryAt(app);
  if (entry) void verb(app, entry);
};
const withFeed = (verb: (app: App, feed: FeedView) => unknown) => (app: App) => {
  const feed = feedAt(app);
  if (feed) void verb(app, feed);
};
const addFeed = (app: App) => void (app.dialog = { kind: "add", url: "" });

const VERBS: Record<string, (app: App) => void> = {
  j: (app) => move(app, 1),
  k: (app) => move(app, -1),
  ArrowDown: (app) => move(app, 1),
  ArrowUp: (app) => move(app, -1),
  o: withEntry((app, entry) => (entry.link === null ? undefined : openLink(app, entry.seq, null))),
  m: withEntry(toggleRead),
  s: withEntry(toggleStar),
  A: (app) => void markAllRead(app),
  a: addFeed,
  n: addFeed,
  "/": (app) => {
    app.pane = "timeline";
    app.searchWish += 1;
  },
  e: withFeed((app, feed) => (app.dialog = { kind: "edit", id: feed.id })),
  p: withFeed(togglePause),
  ",": (app) => (app.dialog = { kind: "settings" }),
  "?": (app) => (app.dialog = { kind: "shortcuts" }),
  Escape: back,
};

/** Whether the keys belong to something else: a text being typed, a menu, a dialog. */
function taken(app: App, target: EventTarget | null): boolean {
  if (app.dialog !== null) return true;
  return target instanceof Element && target.closest("input, select, textarea, [contenteditable], [role=menu], [role=dialog]") !== null;
}

export function handleKey(app: App, event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || taken(app, event.target)) return;
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && app.toasts.current?.undo) {
    event.preventDefault();
    void app.toasts.undo();
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const verb = VERBS[event.key];
  if (!verb) return;
  event.preventDefault();
  verb(app);
}
