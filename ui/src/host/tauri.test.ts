import { clearMocks, mockIPC } from "@tauri-apps/api/mocks";
import { afterEach, expect, test } from "vitest";

import type { Rule } from "../bindings/Rule";
import { NO_TEMPLATE, RULES } from "./memory/judging";
import { tauriHost } from "./tauri";

afterEach(clearMocks);

test("every verb goes out under the name and with the arguments that the shell's commands have", async () => {
  const calls: [string, unknown][] = [];
  mockIPC((command, given) => void calls.push([command, given]));
  const host = tauriHost();
  const query = { feed: null, search: null, unread: false, starred: false, before: null, limit: 1 };
  const feed = { url: "https://example.org", name: null, format: null, notify: "always" as const, connection: null };
  const edit = { name: null, url: null, format: null, bell: null, enabled: false, connection: null };
  const settings = { bell: { enabled: true }, window: { theme: "dark" as const } };
  await host.snapshot();
  await host.entries(query);
  const changes = { since: 7, view: query, oldest: 1, newest: 5, also: [], also_since: 7, seen: 5, count: false };
  await host.changedEntries(changes);
  await host.entry(1);
  await host.preview("example.org", null, false);
  await host.addFeed(feed);
  await host.editFeed("a", edit);
  await host.removeFeed("a");
  await host.restoreFeed("a");
  await host.reconnect("a");
  await host.markRead({ kind: "all", up_to: 9 }, true);
  await host.star([1], true);
  await host.moveFeed("a", null, "Sport");
  await host.saveView({ id: null, name: "Goals", search: "tag:goal" });
  await host.removeView("goals");
  await host.feedHistory("a");
  await host.picture(1, "icon");
  await host.exportFeeds("opml");
  await host.importFeeds();
  await host.confirmImport(["https://example.org/"]);
  await host.exportLog("a");
  await host.licences();
  await host.storage();
  await host.closeWindow();
  await host.quit();
  await host.openLink(1, null);
  await host.openWritten(1, "https://example.org/");
  await host.editSettings(settings);
  await host.tryTemplate("a", NO_TEMPLATE);
  await host.saveRules([]);
  const rule = { ...RULES[1], ...RULES[0] } as Rule;
  await host.tryRule(rule);
  await host.catalogue();
  await host.startDemo();
  await host.ringTest();
  await host.snooze("a", null);
  await host.showNow("a");
  await host.setLevel(["a"], "digest");
  await host.sounds();
  await host.previewSound("chime");
  await host.dismissNotice(2);
  await host.takeShown();
  await host.takeLink();
  await host.setZoom(150);
  expect(calls).toEqual([
    ["snapshot", {}],
    ["entries", { query }],
    ["changed_entries", { query: changes }],
    ["entry", { seq: 1 }],
    ["preview", { url: "example.org", format: null, privateNetwork: false }],
    ["add_feed", { feed }],
    ["edit_feed", { id: "a", edit }],
    ["remove_feed", { id: "a" }],
    ["restore_feed", { id: "a" }],
    ["reconnect", { id: "a" }],
    ["mark_read", { target: { kind: "all", up_to: 9 }, read: true }],
    ["star", { seqs: [1], starred: true }],
    ["move_feed", { id: "a", before: null, folder: "Sport" }],
    ["save_view", { view: { id: null, name: "Goals", search: "tag:goal" } }],
    ["remove_view", { id: "goals" }],
    ["feed_history", { id: "a" }],
    ["picture", { seq: 1, which: "icon" }],
    ["export_feeds", { kind: "opml" }],
    ["import_feeds", {}],
    ["confirm_import", { urls: ["https://example.org/"] }],
    ["export_log", { feed: "a" }],
    ["licences", {}],
    ["storage", {}],
    ["close_window", {}],
    ["quit", {}],
    ["open_link", { seq: 1, action: null }],
    ["open_written", { seq: 1, address: "https://example.org/" }],
    ["edit_settings", { edit: settings }],
    ["try_template", { feed: "a", template: NO_TEMPLATE }],
    ["save_rules", { rules: [] }],
    ["try_rule", { rule }],
    ["catalogue", {}],
    ["start_demo", {}],
    ["ring_test", {}],
    ["snooze", { feed: "a", until: null }],
    ["show_now", { feed: "a" }],
    ["set_level", { feeds: ["a"], level: "digest" }],
    ["sounds", {}],
    ["preview_sound", { name: "chime" }],
    ["dismiss_notice", { id: 2 }],
    ["take_shown", {}],
    ["take_link", {}],
    ["set_zoom", { percent: 150 }],
  ]);
});
