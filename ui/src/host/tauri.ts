/** The core behind Tauri's IPC. The only file that imports `@tauri-apps/api`. */
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";

import type { Host } from "./host";

export function tauriHost(): Host {
  return {
    snapshot: () => invoke("snapshot"),
    entries: (query) => invoke("entries", { query }),
    changedEntries: (since) => invoke("changed_entries", { since }),
    entry: (seq) => invoke("entry", { seq }),
    preview: (url, format) => invoke("preview", { url, format }),
    addFeed: (feed) => invoke("add_feed", { feed }),
    editFeed: (id, edit) => invoke("edit_feed", { id, edit }),
    setSecret: (id, field, value) => invoke("set_secret", { id, field, value }),
    removeFeed: (id) => invoke("remove_feed", { id }),
    restoreFeed: (id) => invoke("restore_feed", { id }),
    reconnect: (id) => invoke("reconnect", { id }),
    markRead: (target, read) => invoke("mark_read", { target, read }),
    star: (seq, starred) => invoke("star", { seq, starred }),
    openLink: (seq, action) => invoke("open_link", { seq, action }),
    editSettings: (edit) => invoke("edit_settings", { edit }),
    tryTemplate: (feed, template) => invoke("try_template", { feed, template }),
    saveRules: (rules) => invoke("save_rules", { rules }),
    tryRule: (rule) => invoke("try_rule", { rule }),
    catalogue: () => invoke("catalogue"),
    startDemo: () => invoke("start_demo"),
    ringTest: () => invoke("ring_test"),
    dismissNotice: (id) => invoke("dismiss_notice", { id }),
    takeShown: () => invoke("take_shown"),
    onChanged: (handler) => listen("changed", handler),
    onShow: (handler) => listen<number | null>("show", (event) => handler(event.payload)),
  };
}
