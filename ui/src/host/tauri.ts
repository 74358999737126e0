/** The core behind Tauri's IPC. The only file that imports `@tauri-apps/api`. */
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";

import type { Host, Shown } from "./host";

export function tauriHost(): Host {
  return {
    snapshot: () => invoke("snapshot"),
    entries: (query) => invoke("entries", { query }),
    changedEntries: (query) => invoke("changed_entries", { query }),
    entry: (seq) => invoke("entry", { seq }),
    preview: (url, format, privateNetwork) => invoke("preview", { url, format, privateNetwork }),
    addFeed: (feed) => invoke("add_feed", { feed }),
    editFeed: (id, edit) => invoke("edit_feed", { id, edit }),
    setSecret: (id, field, value) => invoke("set_secret", { id, field, value }),
    removeFeed: (id) => invoke("remove_feed", { id }),
    restoreFeed: (id) => invoke("restore_feed", { id }),
    reconnect: (id) => invoke("reconnect", { id }),
    markRead: (target, read) => invoke("mark_read", { target, read }),
    star: (seqs, starred) => invoke("star", { seqs, starred }),
    moveFeed: (id, before, folder) => invoke("move_feed", { id, before, folder }),
    saveView: (view) => invoke("save_view", { view }),
    removeView: (id) => invoke("remove_view", { id }),
    feedHistory: (id) => invoke("feed_history", { id }),
    picture: (seq, which) => invoke("picture", { seq, which }),
    exportFeeds: (kind) => invoke("export_feeds", { kind }),
    importFeeds: () => invoke("import_feeds"),
    confirmImport: (urls) => invoke("confirm_import", { urls }),
    exportLog: (feed) => invoke("export_log", { feed }),
    licences: () => invoke("licences"),
    storage: () => invoke("storage"),
    openLink: (seq, action) => invoke("open_link", { seq, action }),
    act: (seq, action, allow) => invoke("act", { seq, action, allow }),
    openWritten: (seq, address) => invoke("open_written", { seq, address }),
    editSettings: (edit) => invoke("edit_settings", { edit }),
    tryTemplate: (feed, template) => invoke("try_template", { feed, template }),
    saveRules: (rules) => invoke("save_rules", { rules }),
    tryRule: (rule) => invoke("try_rule", { rule }),
    catalogue: () => invoke("catalogue"),
    startDemo: () => invoke("start_demo"),
    ringTest: () => invoke("ring_test"),
    snooze: (feed, until) => invoke("snooze", { feed, until }),
    showNow: (feed) => invoke("show_now", { feed }),
    setLevel: (feeds, level) => invoke("set_level", { feeds, level }),
    sounds: () => invoke("sounds"),
    previewSound: (name) => invoke("preview_sound", { name }),
    dismissNotice: (id) => invoke("dismiss_notice", { id }),
    takeShown: () => invoke("take_shown"),
    onChanged: (handler) => listen("changed", handler),
    takeLink: () => invoke("take_link"),
    setZoom: (percent) => invoke("set_zoom", { percent }),
    onLink: (handler) => listen<string>("link", (event) => handler(event.payload)),
    onClosing: async (handler) => {
      const unlisten = await listen("closing", handler);
      await invoke("ask_closing");
      return unlisten;
    },
    closeWindow: () => invoke("close_window"),
    quit: () => invoke("quit"),
    onShow: (handler) => listen<Shown>("show", (event) => handler(event.payload)),
  };
}
