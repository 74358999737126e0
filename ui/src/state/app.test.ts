import type { HistoryEntry } from "../bindings/HistoryEntry";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { MemoryHost } from "../host/memory/host";
import { SCENES } from "../host/memory/scenes";
import { App } from "./app.svelte";
import { markAllRead, removeFeed } from "./commands";

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
  expect(app.announcer.said).toBe("2 new entries in Tidings");
  vi.useRealTimers();
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
