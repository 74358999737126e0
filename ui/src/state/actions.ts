/** What a person can do from the keyboard and the palette: each thing once, with its keys and when it can be done. */
import type { FeedView } from "../bindings/FeedView";
import type { HistoryEntry } from "../bindings/HistoryEntry";
import { text } from "../text";
import type { App, FeedTab } from "./app.svelte";
import { press } from "./buttons";
import { chosen, closeWindow, copy, copyRows, exportFeeds, exportLog, importFeeds, markAllRead, markFeedRead, openLink, reconnect, removeFeed, removeView, ringTest, setRead, setStar, startDemo, stepFeed, toggleBell, togglePause, togglePictures, zoom } from "./commands";
import { GROUPINGS } from "./groups";
import { endSnooze } from "./snooze";
import { type Saved, type View, viewKey } from "./view";

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
  /** Also while a dialog is open. */
  over?: boolean;
  /** Its key is heard only where the feed itself has the keyboard: on a row of the timeline it would be meant for an entry. */
  onRow?: boolean;
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

/** The saved search that is shown. */
function savedAt(app: App): Saved | null {
  const { view } = app.timeline;
  return view.kind === "saved" ? (app.saved.find(({ id }) => id === view.id) ?? null) : null;
}

function removeShownView(app: App): unknown {
  const saved = savedAt(app);
  return saved && removeView(app, saved);
}

/** The group of the row that has the keyboard, where it has more than the one row. */
function groupAt(app: App): string | null {
  const item = app.timeline.items.find(({ entry }) => entry.seq === app.timeline.focused);
  return item && item.part !== "alone" ? item.group : null;
}

function dismissNotice(app: App): unknown {
  const [first] = app.snapshot.notices;
  return first && app.act(() => app.host.dismissNotice(first.id));
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
function walkFeeds(app: App, step: 1 | -1): void {
  const { feeds } = app.snapshot;
  const { view } = app.timeline;
  const at = feeds.findIndex((feed) => view.kind === "feed" && feed.id === view.id);
  const next = at < 0 ? feeds.at(step === 1 ? 0 : -1) : feeds[at + step];
  if (next) void app.go({ kind: "feed", id: next.id });
}

/** The saved search or tag after (1) or before (-1) the one shown, in the order in which they stand. */
function walkPlaces(app: App, step: 1 | -1): void {
  const saved = app.saved.map(({ id }): View => ({ kind: "saved", id }));
  const places = [...saved, ...app.snapshot.tags.map((name): View => ({ kind: "tag", name }))];
  const shown = viewKey(app.timeline.view);
  const at = places.findIndex((place) => viewKey(place) === shown);
  const next = at < 0 ? places.at(step === 1 ? 0 : -1) : places[at + step];
  if (next) void app.go(next);
}

/** Chooses the next row too. */
function extend(app: App, step: 1 | -1): void {
  const from = app.timeline.focused;
  const next = app.timeline.neighbour(step);
  if (!next) return;
  app.selection.reach(app.timeline.items.map(({ entry }) => entry), next.seq, from);
  app.timeline.focus(next.seq);
}

/** The next entry below that nobody has read, opened; below the last one, the first. The core knows of those that are not loaded. */
async function nextUnread(app: App): Promise<void> {
  const { timeline } = app;
  const from = timeline.focused ?? app.reader.open;
  const unread = async (before: number | null) => (await app.host.entries({ ...timeline.rows.filter, unread: true, before, limit: 1 })).entries[0];
  await app.act(async () => {
    const next = (from === null ? undefined : await unread(from)) ?? (await unread(null));
    if (!next) return app.toasts.done(text.entry.noUnread);
    if (!(await timeline.reach(next.seq))) await timeline.toTop();
    timeline.uncover(next.seq);
    timeline.focus(next.seq);
    await app.open(next.seq);
  });
}

/** To the newest, or to the oldest there is. */
async function toEnd(app: App, end: "first" | "last"): Promise<void> {
  if (end === "first") await app.timeline.toTop();
  else await app.act(() => app.timeline.toLast());
  const entry = app.timeline.items.at(end === "first" ? 0 : -1)?.entry;
  if (entry) app.timeline.focus(entry.seq);
}

/** Gathers the rows in the next of the ways there are. */
function nextGrouping(app: App): void {
  const at = GROUPINGS.indexOf(app.layout.grouping);
  app.layout.grouping = GROUPINGS[(at + 1) % GROUPINGS.length] ?? "time";
  app.announcer.say(text.grouping[app.layout.grouping]);
}

function back(app: App): void {
  if (app.selection.size > 0) app.selection.clear();
  else if (app.pane === "feeds") app.pane = "timeline";
  else if (app.timeline.search !== "") void app.go(app.timeline.view);
  else if (app.pane === "detail") {
    app.pane = "timeline";
    const { open } = app.reader;
    app.close();
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
/** Of all that are chosen, else of the one row the key is about. */
const ofRows = ({ run, ...rest }: Omit<Action, "group" | "run" | "can"> & { run: (app: App, rows: readonly HistoryEntry[]) => unknown }): Action => ({
  ...rest,
  group: "entries",
  can: (app) => app.selection.size > 0 || entryAt(app) !== null,
  run: (app) => {
    const entry = entryAt(app);
    const rows = app.selection.size > 0 ? chosen(app) : entry ? [entry] : [];
    return run(app, rows);
  },
});
const page = (id: Action["id"], key: string, tab: FeedTab): Action =>
  ofFeed({ id, keys: [key], run: (app, feed) => (app.dialog = { kind: "edit", id: feed.id, tab }) });
const going = (id: Action["id"], key: string, view: View): Action => ({ id, group: "go", keys: [key], run: (app) => app.go(view) });
const searching = (app: App) => app.timeline.search.trim() !== "";
const isSnoozed = (app: App) => app.snapshot.bell.quiet?.why === "snoozed";
const hasPlaces = (app: App) => app.saved.length > 0 || app.snapshot.tags.length > 0;
const hasFeeds = (app: App) => app.snapshot.feeds.length > 0;

export const ACTIONS: readonly Action[] = [
  { id: "next", group: "entries", keys: ["j", "↓"], can: hasFeeds, run: (app) => move(app, 1) },
  { id: "previous", group: "entries", keys: ["k", "↑"], can: hasFeeds, run: (app) => move(app, -1) },
  ofEntry({ id: "open", keys: ["Enter"], native: true, run: (app, entry) => app.open(entry.seq) }),
  ofEntry({ id: "link", keys: ["o"], can: (entry) => entry.link !== null, run: (app, entry) => openLink(app, entry.seq, null) }),
  ofEntry({ id: "copyLink", keys: ["c"], can: (entry) => entry.link !== null, run: (app, entry) => copy(app, entry.link ?? "") }),
  ofEntry({ id: "firstButton", keys: ["1"], can: (entry) => entry.actions.length > 0, run: (app, entry) => press(app, entry, 0) }),
  ofEntry({ id: "secondButton", keys: ["2"], can: (entry) => entry.actions.length > 1, run: (app, entry) => press(app, entry, 1) }),
  ofEntry({ id: "thirdButton", keys: ["3"], can: (entry) => entry.actions.length > 2, run: (app, entry) => press(app, entry, 2) }),
  ofRows({ id: "copyRows", keys: ["Shift C"], run: copyRows }),
  ofRows({ id: "read", keys: ["m"], run: (app, rows) => setRead(app, rows, !rows.every((row) => row.read)) }),
  ofRows({ id: "star", keys: ["s"], run: (app, rows) => setStar(app, rows, !rows.every((row) => row.starred)) }),
  { id: "nextUnread", group: "entries", keys: ["u"], can: hasFeeds, run: nextUnread },
  { id: "first", group: "entries", keys: ["Home"], can: hasFeeds, run: (app) => toEnd(app, "first") },
  { id: "last", group: "entries", keys: ["End"], can: hasFeeds, run: (app) => toEnd(app, "last") },
  ofEntry({ id: "choose", keys: ["x"], run: (app, entry) => app.selection.toggle(entry.seq) }),
  { id: "chooseDown", group: "entries", keys: ["Shift ↓"], can: hasFeeds, run: (app) => extend(app, 1) },
  { id: "chooseUp", group: "entries", keys: ["Shift ↑"], can: hasFeeds, run: (app) => extend(app, -1) },
  { id: "chooseAll", group: "entries", keys: ["Ctrl A"], can: hasFeeds, run: (app) => app.selection.all(app.timeline.rows.list) },
  { id: "unfold", group: "entries", keys: ["f"], can: (app) => groupAt(app) !== null, run: (app) => app.timeline.unfold(groupAt(app) ?? "") },
  { id: "copyRaw", group: "entries", keys: ["Shift V"], can: (app) => app.reader.detail !== null, run: (app) => copy(app, app.reader.detail?.raw.data ?? "") },
  { id: "grouping", group: "entries", keys: ["v"], can: hasFeeds, run: nextGrouping },
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
  ofFeed({ id: "snoozeFeed", keys: ["z"], run: (app, feed) => (app.dialog = { kind: "snooze", feed: feed.id }) }),
  ofFeed({ id: "exportLog", keys: ["Shift X"], run: exportLog }),
  ofFeed({ id: "showHeld", keys: ["Shift H"], can: (feed) => feed.bell.held_back > 0, run: (app, feed) => app.act(() => app.host.showNow(feed.id)) }),
  ofFeed({ id: "remove", keys: ["Delete"], onRow: true, run: removeFeed }),
  { id: "search", group: "go", keys: ["/", "Ctrl F"], can: hasFeeds, run: (app) => ((app.pane = "timeline"), (app.searchWish += 1)) },
  { id: "keepSearch", group: "go", keys: ["Shift S"], can: searching, run: (app) => (app.dialog = { kind: "save-view", search: app.timeline.search }) },
  { id: "changeView", group: "go", keys: ["Shift G"], can: (app) => savedAt(app) !== null, run: (app) => app.go({ kind: "all" }, savedAt(app)?.search ?? "") },
  { id: "removeView", group: "go", keys: ["Shift F"], can: (app) => savedAt(app) !== null, run: removeShownView },
  going("all", "g a", { kind: "all" }),
  going("unread", "g u", { kind: "unread" }),
  going("starred", "g s", { kind: "starred" }),
  going("highlights", "g h", { kind: "highlights" }),
  going("rang", "g r", { kind: "rang" }),
  ofFeed({ id: "feedUp", keys: ["Ctrl Shift ↑"], run: (app, feed) => stepFeed(app, feed, -1) }),
  ofFeed({ id: "feedDown", keys: ["Ctrl Shift ↓"], run: (app, feed) => stepFeed(app, feed, 1) }),
  { id: "nextFeed", group: "go", keys: ["Shift J"], can: hasFeeds, run: (app) => walkFeeds(app, 1) },
  { id: "previousFeed", group: "go", keys: ["Shift K"], can: hasFeeds, run: (app) => walkFeeds(app, -1) },
  { id: "nextPlace", group: "go", keys: ["g n"], can: hasPlaces, run: (app) => walkPlaces(app, 1) },
  { id: "previousPlace", group: "go", keys: ["g p"], can: hasPlaces, run: (app) => walkPlaces(app, -1) },
  { id: "palette", group: "window", keys: ["Ctrl K"], everywhere: true, run: (app) => (app.dialog = { kind: "palette" }) },
  { id: "settings", group: "window", keys: [","], run: (app) => (app.dialog = { kind: "settings" }) },
  { id: "rules", group: "window", keys: ["Shift U"], run: (app) => (app.dialog = { kind: "rules" }) },
  { id: "snooze", group: "window", keys: ["Shift Z"], run: (app) => (app.dialog = { kind: "snooze", feed: null }) },
  { id: "wake", group: "window", keys: ["Shift W"], can: isSnoozed, run: (app) => endSnooze(app, null) },
  { id: "levels", group: "feeds", keys: ["Shift L"], can: hasFeeds, run: (app) => (app.dialog = { kind: "levels" }) },
  { id: "bell", group: "window", keys: ["Shift B"], run: toggleBell },
  { id: "import", group: "window", keys: ["Shift I"], run: importFeeds },
  { id: "exportToml", group: "window", keys: ["Shift E"], can: hasFeeds, run: (app) => exportFeeds(app, "toml") },
  { id: "exportOpml", group: "window", keys: ["Shift O"], can: hasFeeds, run: (app) => exportFeeds(app, "opml") },
  { id: "demo", group: "window", keys: ["Shift D"], run: startDemo },
  { id: "dismissNotice", group: "window", keys: ["Shift N"], can: (app) => app.snapshot.notices.length > 0, run: dismissNotice },
  { id: "tour", group: "window", keys: ["Shift T"], can: hasFeeds, run: (app) => (app.tour = 0) },
  { id: "ringTest", group: "window", keys: ["b"], run: ringTest },
  { id: "pictures", group: "window", keys: ["Shift P"], run: togglePictures },
  { id: "zoomIn", group: "window", keys: ["Ctrl +"], everywhere: true, over: true, run: (app) => zoom(app, 1) },
  { id: "zoomOut", group: "window", keys: ["Ctrl -"], everywhere: true, over: true, run: (app) => zoom(app, -1) },
  { id: "zoomReset", group: "window", keys: ["Ctrl 0"], everywhere: true, over: true, run: (app) => zoom(app, 0) },
  { id: "closeWindow", group: "window", keys: ["Ctrl W"], run: closeWindow },
  { id: "quit", group: "window", keys: ["Ctrl Q"], everywhere: true, run: (app) => app.act(() => app.host.quit()) },
  { id: "undo", group: "window", keys: ["Ctrl Z"], can: (app) => app.undoing.last !== null, run: (app) => app.undo() },
  { id: "help", group: "window", keys: ["?"], run: (app) => (app.dialog = { kind: "shortcuts" }) },
  { id: "back", group: "window", keys: ["Esc"], run: back },
];
