import type { HistoryEntry } from "../bindings/HistoryEntry";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { MemoryHost } from "../host/memory/host";
import { SCENES } from "../host/memory/scenes";
import { ACTIONS } from "./actions";
import { App } from "./app.svelte";
import { changeSettings, markAllRead, removeFeed } from "./commands";

let host: MemoryHost;
let app: App;
let stop: () => void;

beforeEach(async () => {
  localStorage.clear();
  host = new MemoryHost();
  SCENES["demo"]?.(host);
  app = new App(host, await host.snapshot());
  stop = await app.start();
});
afterEach(() => stop());

const titles = () => app.timeline.rows.list.map(({ title }) => title);
const unread = () => app.snapshot.feeds.reduce((sum, feed) => sum + feed.unread, 0);

test("what a feed says is shown after the hint", async () => {
  host.say("demo-news", { title: "Fresh" });
  await app.refresh();
  expect(titles()[0]).toBe("Fresh");
});

test("a hint that came while another view was read is not lost", async () => {
  const read = host.entries;
  const answers: (() => void)[] = [];
  host.entries = async (query) => {
    const page = await read(query);
    await new Promise<void>((end) => void answers.push(end));
    return page;
  };
  const going = app.go({ kind: "feed", id: "demo-news" });
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  host.say("demo-news", { title: "In between" });
  await app.refresh();
  answers[0]?.();
  await going;
  await vi.waitFor(() => expect(titles()[0]).toBe("In between"));
});

test("a reset while another view is on its way does not bring the old one back", async () => {
  const read = host.entries;
  const answers: (() => void)[] = [];
  host.entries = async (query) => {
    await new Promise<void>((end) => void answers.push(end));
    return read(query);
  };
  const going = app.go({ kind: "feed", id: "demo-match" });
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  await host.removeFeed("demo-news");
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  host.entries = read;
  for (const answer of answers) answer();
  await going;
  await app.refresh();
  expect(titles()).toEqual(["Rovers 1–1 Harbour"]);
});

test("opening an entry marks it read", async () => {
  const row = app.timeline.rows.list.find(({ read }) => !read);
  await app.open(row?.seq ?? -1);
  expect(app.reader.detail?.entry).toMatchObject({ seq: row?.seq, read: true });
  expect(app.timeline.row(row?.seq ?? -1)?.read).toBe(true);
});

test("an entry that is no longer kept is said to be gone", async () => {
  await app.open(99_999);
  expect(app.reader).toMatchObject({ gone: true, detail: null });
  expect(app.toasts.current).toBeNull();
});

test("the open card follows its new front", async () => {
  const card = app.timeline.rows.list.find(({ replaces }) => replaces !== null);
  await app.open(card?.seq ?? -1);
  const next = host.say("demo-match", { title: "Rovers 2–1 Harbour", replaces: card?.replaces ?? null });
  await app.refresh();
  expect(app.reader.detail).toMatchObject({ entry: { seq: next }, earlier: expect.arrayContaining([expect.objectContaining({ seq: card?.seq })]) });
  expect(app.timeline.focused).toBe(next);
});

test("marking all read goes no further than what was shown, and is undone", async () => {
  const before = unread();
  const shown = app.timeline.rows.list[0]?.seq;
  host.store.append("demo-news", { title: "Not seen yet" }, "rang");
  const target = vi.spyOn(host, "markRead");
  await markAllRead(app);
  expect(target).toHaveBeenCalledWith({ kind: "all", up_to: shown }, true);
  expect(unread()).toBe(1);
  await app.toasts.undo();
  expect(unread()).toBe(before + 1);
});

test("all of a view is marked, however little of it is loaded, and that is undone", async () => {
  for (let n = 0; n < 250; n++) host.store.append("demo-news", { title: `Flood ${n}`, tags: ["flood"] }, "rang");
  await host.editFeed("demo-news", { folder: "News" });
  const before = host.store.unread("demo-news");
  for (const view of [{ kind: "folder", name: "News" }, { kind: "tag", name: "flood" }] as const) {
    await app.go(view);
    expect(app.timeline.rows.list.length).toBe(100);
    await markAllRead(app);
    expect(host.store.unread("demo-news")).toBe(view.kind === "folder" ? 0 : before - 250);
    await app.undo();
    expect(host.store.unread("demo-news")).toBe(before);
  }
});

/** The window is closed, and made anew. */
async function again(): Promise<App> {
  stop();
  const next = new App(host, await host.snapshot());
  stop = await next.start();
  return next;
}

test("the window comes back where it was, however much was said meanwhile", async () => {
  for (let n = 0; n < 300; n++) host.store.append("demo-news", { title: `Before ${n}` }, "rang");
  await app.go({ kind: "feed", id: "demo-news" });
  const last = app.timeline.rows.list.at(-1)?.seq ?? 0;
  await app.open(last);
  app.layout.at({ top: last });
  for (let n = 0; n < 300; n++) host.store.append("demo-news", { title: `Meanwhile ${n}` }, "rang");
  const next = await again();
  expect(next.timeline.view).toEqual({ kind: "feed", id: "demo-news" });
  expect(next.reader.detail?.entry.seq).toBe(last);
  expect(next.timeline).toMatchObject({ place: last, focused: last });
  expect(next.timeline.row(last)).not.toBeNull();
  expect(next.pane).toBe("detail");
});

test("an entry that is open comes back although its row is far away; one that was closed does not", async () => {
  await app.open(2);
  for (let n = 0; n < 300; n++) host.store.append("demo-news", { title: `Meanwhile ${n}` }, "rang");
  let next = await again();
  expect(next.timeline.row(2)).toBeNull();
  expect(next.reader.detail?.entry.seq).toBe(2);
  next.close();
  next = await again();
  expect(next.reader.open).toBeNull();
});

test("a search comes back; one that can no longer be read does not", async () => {
  await app.go({ kind: "all" }, "tag:goal");
  let next = await again();
  expect(next.timeline.search).toBe("tag:goal");
  const { entries } = host;
  host.entries = (query) => (query.search === null ? entries(query) : Promise.reject({ code: "invalid", message: "No." }));
  next = await again();
  expect(next.timeline).toMatchObject({ search: "", problem: null });
  expect(next.timeline.rows.list.length).toBeGreaterThan(0);
});

test("a view that cannot be read shows no rows of the view before", async () => {
  host.entries = () => Promise.reject({ code: "failed", message: "The disk is full." });
  await app.go({ kind: "feed", id: "demo-match" });
  expect(app.timeline).toMatchObject({ loading: false, rows: { list: [] } });
});

/** A dialog in which something is being written. */
function writing(): () => void {
  const dialog = document.createElement("div");
  dialog.setAttribute("role", "dialog");
  dialog.innerHTML = "<div data-writing></div>";
  document.body.append(dialog);
  return () => dialog.remove();
}

test("what is being written is not closed from outside; what was asked for comes after it", async () => {
  app.dialog = { kind: "rules" };
  const written = writing();
  await app.shown({ seqs: [2], action: null });
  expect(app.reader.open).toBe(2);
  host.clickLink("https://example.org/stream");
  host.clickClose();
  host.clickLink("https://example.org/other");
  expect(app.dialog).toEqual({ kind: "rules" });
  written();
  app.dialog = null;
  expect(app.dialog).toEqual({ kind: "add", url: "https://example.org/other", linked: true });
  app.dialog = null;
  expect(app.dialog).toBeNull();
});

test("a link that came while the window was being made is looked at", async () => {
  host.takeLink = async () => "https://example.org/stream";
  const next = await again();
  expect(next.dialog).toEqual({ kind: "add", url: "https://example.org/stream", linked: true });
});

test("opening an entry marks it read, and that is undone too", async () => {
  const row = app.timeline.rows.list.find(({ read }) => !read);
  await app.open(row?.seq ?? -1);
  await app.undo();
  expect(host.store.detail(row?.seq ?? -1).entry.read).toBe(false);
});

test("the next unread entry is found far below what is loaded", async () => {
  await host.markRead({ kind: "all", up_to: 99_999 }, true);
  await host.markRead({ kind: "entries", seqs: [3] }, false);
  for (let n = 0; n < 300; n++) host.store.append("demo-news", { title: `Flood ${n}` }, "rang", true);
  await app.refresh();
  await does("nextUnread");
  expect(app.reader.open).toBe(3);
  expect(app.timeline.focused).toBe(3);
  await does("nextUnread");
  expect(app.toasts.current?.message).toBe("Nothing is unread here.");
});

test("the last entry is the oldest there is", async () => {
  for (let n = 0; n < 4000; n++) host.store.append("demo-news", { title: `Flood ${n}` }, "rang", true);
  await app.go({ kind: "feed", id: "demo-news" });
  await does("last");
  const oldest = host.store.page({ feed: "demo-news", search: null, unread: false, starred: false, before: null, limit: 9999 }).entries.at(-1)?.seq;
  expect(app.timeline.focused).toBe(oldest);
  expect(app.timeline.rows.list.length).toBeLessThanOrEqual(3000);
});

test("what is taken out of the settings is put back", async () => {
  const of = (request_hosts: string[]) => ({ bell: { request_hosts } });
  await changeSettings(app, of([]), of(["example.org"]), "Removed.");
  expect(app.snapshot.settings.bell.request_hosts).toEqual([]);
  await app.undo();
  expect(app.snapshot.settings.bell.request_hosts).toEqual(["example.org"]);
});

test("closing by key asks the first time, as closing by the frame does", async () => {
  await host.editSettings({ window: { close_asked: false } });
  await app.refresh();
  await does("closeWindow");
  expect(app.dialog).toEqual({ kind: "closing" });
  expect(host.asked).not.toContain("close");
});

test("the window is made larger and smaller by steps, and stays so", async () => {
  for (const [id, expected] of [["zoomIn", 110], ["zoomIn", 125], ["zoomOut", 110], ["zoomReset", 100]] as const) {
    await does(id);
    expect(app.look.zoom).toBe(expected);
  }
  await host.editSettings({ window: { zoom: 300 } });
  await app.refresh();
  await does("zoomIn");
  expect(app.look.zoom).toBe(300);
});

/** Does what a key of this name does. */
const does = (id: string) => ACTIONS.find((action) => action.id === id)?.run(app);

test("a feed that is removed while it is shown leaves no hole, and comes back", async () => {
  await app.go({ kind: "feed", id: "demo-match" });
  const feed = app.feed("demo-match");
  if (feed) await removeFeed(app, feed);
  await vi.waitFor(() => expect(app.timeline.view).toEqual({ kind: "all" }));
  expect(app.snapshot.feeds.map(({ id }) => id)).toEqual(["demo-news"]);
  await app.toasts.undo();
  expect(app.snapshot.feeds.map(({ id }) => id)).toEqual(["demo-match", "demo-news"]);
  await vi.waitFor(() => expect(titles()).toContain("Rovers 1–1 Harbour"));
});

test("a summary that is clicked opens what it counted and nothing else, whatever comes meanwhile", async () => {
  const [first, , third] = app.timeline.rows.list;
  const seqs = [first?.seq ?? 0, third?.seq ?? 0];
  await app.shown({ seqs, action: null });
  expect(app.timeline.rows.list.map(({ seq }) => seq)).toEqual(seqs);
  host.say("demo-news", { title: "Not counted" });
  await app.refresh();
  expect(app.timeline.rows.list.map(({ seq }) => seq)).toEqual(seqs);
});

test("what the core refuses is said, and nothing is shown as done", async () => {
  host.star = () => Promise.reject({ code: "failed", message: "The disk is full." });
  expect(await app.act(() => host.star([1], true))).toBe(false);
  expect(app.toasts.current).toMatchObject({ kind: "error", message: "The disk is full." });
});

test("new entries are announced together, not one by one", async () => {
  vi.useFakeTimers();
  for (const title of ["One", "Two"]) {
    host.say("demo-news", { title });
    await app.refresh();
  }
  expect(app.announcer.said).toBe("");
  vi.advanceTimersByTime(20_000);
  const once = "2 new entries in Tidings";
  expect(app.announcer.said).toBe(once);
  // Word for word the same is spoken again only where the page changes.
  app.announcer.say(once);
  expect(app.announcer.said).not.toBe(once);
  expect(app.announcer.said.trim()).toBe(once);
  vi.useRealTimers();
});

/** More than is told one by one. */
function flood(n = 1200): void {
  for (let i = 0; i < n; i++) host.store.append("demo-news", { title: `Flood ${i}` }, "rang");
}

test("of a flood the newest rows are read, and not all that came", async () => {
  vi.useFakeTimers();
  flood();
  const { read } = app.timeline;
  await app.refresh();
  expect(titles()[0]).toBe("Flood 1199");
  expect(app.timeline.read - read).toBeLessThanOrEqual(100);
  expect(app.timeline.rows.more).toBe(true);
  vi.advanceTimersByTime(20_000);
  expect(app.announcer.said).toBe("1,200 new entries in Tidings");
  vi.useRealTimers();
});

test("a flood elsewhere hides no row of the view that is shown", async () => {
  await app.go({ kind: "feed", id: "demo-match" });
  host.store.append("demo-match", { title: "Before the flood" }, "rang");
  flood();
  await app.refresh();
  expect(titles()[0]).toBe("Before the flood");
});

/** Reads what there is until nothing more is told. */
async function settled(): Promise<void> {
  await app.refresh();
  await app.refresh();
}

test("what is read further down stays there in a flood, and the new rows come when the person is back", async () => {
  const shown = app.timeline.rows.list;
  app.timeline.setAway(true);
  flood();
  await settled();
  expect(app.timeline.rows.list).toEqual(shown);
  expect(app.timeline.rows.waiting).toBeGreaterThan(500);
  app.timeline.setAway(false);
  await vi.waitFor(() => expect(titles()[0]).toBe("Flood 1199"));
  expect(app.timeline.rows.waiting).toBe(0);
});

test("of a flood nothing is read row by row while somebody reads further down", async () => {
  app.timeline.setAway(true);
  const { read } = app.timeline;
  for (let n = 0; n < 20; n++) {
    flood(90);
    await app.refresh();
  }
  expect(app.timeline.read - read).toBe(0);
});

test("what is chosen stays chosen and where it is in a flood, and lets the new rows in when it is chosen no longer", async () => {
  const shown = app.timeline.rows.list;
  const chosen = shown.slice(1, 4).map(({ seq }) => seq);
  for (const seq of chosen) app.selection.toggle(seq);
  for (const n of [3, 1200]) {
    flood(n);
    await settled();
    expect(app.timeline.rows.list).toEqual(shown);
    expect([...app.selection.seqs]).toEqual(chosen);
  }
  app.selection.clear();
  await settled();
  expect(titles()[0]).toBe("Flood 1199");
});

test("a row that has the keyboard stays in a flood, until the new rows are asked for", async () => {
  const shown = app.timeline.rows.list;
  const seq = shown[2]?.seq ?? 0;
  app.timeline.focus(seq);
  flood(300);
  await settled();
  expect(titles()[0]).toBe("Flood 299");
  expect(app.timeline.row(seq)).not.toBeNull();
  const before = app.timeline.rows.list;
  flood();
  await settled();
  expect(app.timeline.rows.list).toEqual(before);
  expect(app.timeline.rows.waiting).toBeGreaterThan(500);
  await app.timeline.toTop();
  expect(titles()[0]).toBe("Flood 1199");
  expect(app.timeline.rows.waiting).toBe(0);
});

test("a row that has the keyboard is not pushed out by many small bursts", async () => {
  const seq = app.timeline.rows.list[2]?.seq ?? 0;
  app.timeline.focus(seq);
  for (let n = 0; n < 40; n++) {
    flood(90);
    await app.refresh();
  }
  expect(app.timeline.row(seq)).not.toBeNull();
  expect(app.timeline.rows.list.length).toBeLessThanOrEqual(3000);
  expect(app.timeline.rows.waiting).toBeGreaterThan(0);
});

test("marking a long history read says of nothing that it is new", async () => {
  flood();
  await app.go({ kind: "all" });
  app.timeline.setAway(true);
  await markAllRead(app);
  expect(app.timeline.rows.waiting).toBe(0);
  expect(app.timeline.rows.list.every(({ read }) => read)).toBe(true);
});

test("rows that went away are gone from far down too, and nothing else moves there", async () => {
  flood();
  await app.go({ kind: "all" });
  await app.timeline.reach(1);
  app.timeline.setAway(true);
  const before = app.timeline.rows.list;
  expect(before.length).toBeGreaterThan(1000);
  await host.removeFeed("demo-match");
  await settled();
  expect(app.timeline.rows.list).toEqual(before.filter(({ feed }) => feed !== "demo-match"));
});

test("the open card follows its new front through a flood", async () => {
  const card = app.timeline.rows.list.find(({ replaces }) => replaces !== null);
  await app.open(card?.seq ?? -1);
  const next = () => host.store.append("demo-match", { title: "Rovers 2–1 Harbour", replaces: card?.replaces ?? null }, "rang");
  const { seq } = next();
  flood();
  await app.refresh();
  expect(app.reader.open).toBe(seq);
  // An earlier moment that somebody opened as such stays open, whatever becomes of it.
  await app.open(card?.seq ?? -1);
  next();
  flood();
  await host.markRead({ kind: "entries", seqs: [card?.seq ?? -1] }, false);
  await app.refresh();
  expect(app.reader.open).toBe(card?.seq);
  expect(app.reader.detail?.entry.read).toBe(false);
});

test("the open card is followed although it changed again before it was read", async () => {
  const card = app.timeline.rows.list.find(({ replaces }) => replaces !== null);
  const next = () => host.store.append("demo-match", { title: "Rovers 2–1 Harbour", replaces: card?.replaces ?? null }, "rang").seq;
  await app.open(card?.seq ?? -1);
  const { entry } = host;
  let last = next();
  host.entry = async (seq) => {
    last = next();
    host.entry = entry;
    return entry(seq);
  };
  await settled();
  expect(app.reader.open).toBe(last);
});

test("a click on a popup leads to its entry from anywhere", async () => {
  await app.go({ kind: "starred" });
  app.dialog = { kind: "settings" };
  await app.shown({ seqs: [2], action: null });
  expect(app.dialog).toBeNull();
  expect(app.reader.open).toBe(2);
});

test("a button that was pressed in a popup asks in the window whether its host is allowed", async () => {
  const asks = (row: HistoryEntry) => row.actions.findIndex(({ kind }) => kind === "http");
  const row = app.timeline.rows.list.find((row) => asks(row) >= 0);
  const [seq, action] = [row?.seq ?? 0, row ? asks(row) : 0];
  await app.shown({ seqs: [seq], action });
  expect(app.reader.open).toBe(seq);
  expect(app.dialog).toMatchObject({ kind: "allow", action, entry: { seq } });
});

test("a kept search that cannot be opens in the box, where it is put right", async () => {
  const problem = { field: "", line: null, column: 1, code: "search_is" as const, what: ["is:blue"], message: "`is:blue` cannot be." };
  host.state.views = [{ id: "blue", name: "Blue", search: "is:blue", unread: 0, problem }];
  await app.refresh();
  app.snapshot = await host.snapshot();
  await app.go({ kind: "saved", id: "blue" });
  expect(app.timeline).toMatchObject({ view: { kind: "all" }, search: "is:blue" });
});
