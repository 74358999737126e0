/** Every word the window says. One place, so that it can become a catalogue of messages in many languages. */
import type { StateView } from "./bindings/StateView";
import { type Day, duration } from "./state/time";

const number = new Intl.NumberFormat();
const plural = new Intl.PluralRules();

function count(n: number, one: string, other: string): string {
  return `${number.format(n)} ${plural.select(n) === "one" ? one : other}`;
}

export const text = {
  app: "Tidings",
  cancel: "Cancel",
  close: "Close",
  save: "Save",
  undo: "Undo",
  dismiss: "Dismiss",
  back: "Back",
  copy: "Copy",
  copied: "Copied.",
  copyFailed: "The clipboard could not be written.",
  loading: "Loading…",
  number: (n: number) => number.format(n),

  startFailed: "Tidings could not read its own state.",
  tryAgain: "Try again",

  panes: { feeds: "Feeds", timeline: "Timeline", detail: "Entry" },
  views: { all: "All", unread: "Unread", starred: "Starred" },
  unreadCount: (n: number) => `${number.format(n)} unread`,
  search: "Search",
  searchPlaceholder: "Search all history",
  searchResults: (words: string) => `Results for “${words}”`,
  found: (n: number, more: boolean) => (n === 0 ? "Nothing found." : `${more ? "At least " : ""}${count(n, "entry", "entries")} found.`),
  clearSearch: "Clear the search",
  markAllRead: "Mark all read",
  newRows: (n: number) => count(n, "new entry", "new entries"),
  newRowsIn: (n: number, place: string) => `${count(n, "new entry", "new entries")} in ${place}`,
  day: (day: Day) => (day.kind === "today" ? "Today" : day.kind === "yesterday" ? "Yesterday" : day.text),

  feed: {
    add: "Add a feed",
    menu: (name: string) => `More for ${name}`,
    edit: "Edit…",
    pause: "Pause",
    resume: "Resume",
    reconnect: "Reconnect now",
    remove: "Remove",
    removed: (name: string) => `Removed “${name}”.`,
    restored: (name: string) => `“${name}” is back.`,
    badEvent: (what: string) => `The latest event that could not be read: ${what}`,
    lastHeard: (when: string) => `Last heard ${when}`,
  },
  state: {
    word: (state: StateView["state"]) =>
      ({ open: "Live", connecting: "Connecting…", queued: "In a queue", waiting: "Waiting", stopped: "Stopped", paused: "Paused" })[state],
    retryIn: (seconds: number) => (seconds > 0 ? `Trying again in ${duration(seconds)}` : "Trying again now"),
    retryInShort: (seconds: number) => (seconds > 0 ? `Again in ${duration(seconds)}` : "Trying again now"),
  },

  notify: {
    label: "Ring for",
    always: "Everything",
    urgent: "Urgent entries only",
    never: "Nothing",
  },
  format: {
    label: "Format",
    auto: "Automatic",
    autoIs: (recognised: string) => `Automatic: ${recognised}`,
    ntfy: "ntfy",
    help: "Automatic lets the address and the events decide.",
  },

  entry: {
    unread: "Unread",
    urgent: "Urgent",
    low: "Low urgency",
    starred: "Starred",
    star: "Star",
    unstar: "Remove the star",
    markRead: "Mark read",
    markUnread: "Mark unread",
    openLink: "Open link",
    withdrawn: "Taken back by the feed",
    published: "Published",
    received: "Received",
    bell: "Bell",
    feed: "Feed",
    tags: "Tags",
    earlier: (n: number) => `Earlier on this card (${number.format(n)})`,
    replacedBy: "A newer entry stands for this card.",
    raw: "Raw event",
    rawEvent: "event",
    rawId: "id",
    copyRaw: "Copy the raw event",
    none: "Choose an entry to read it.",
    gone: "This entry is no longer kept.",
    markedRead: (n: number) => `Marked ${count(n, "entry", "entries")} read.`,
    nothingToMark: "Nothing was unread.",
  },
  ring: {
    /** Why it rang or not, in a sentence. An unknown code shows as it is: the core may know more than this window. */
    why: (code: string) =>
      ({
        rang: "It rang.",
        gathered: "It was counted in a summary, not rung by itself.",
        pending: "It is about to ring.",
        failed: "It should have rung, but the notification did not get through.",
        "silent:bell_off": "Silent: the bell is switched off in the settings.",
        "silent:feed_never": "Silent: this feed never rings.",
        "silent:not_urgent": "Silent: this feed rings for urgent entries only.",
        "silent:already_read": "Silent: it was read before it could ring.",
        "silent:replaced": "Silent: a newer entry of the same card took its place.",
      })[code] ?? code,
    short: (code: string) =>
      code === "rang" ? "Rang" : code === "gathered" ? "In a summary" : code === "failed" ? "Failed to ring" : code === "pending" ? "About to ring" : "Silent",
  },

  empty: {
    all: ["Nothing yet", "New entries appear here by themselves."],
    unread: ["All read", "Nothing is waiting for you."],
    starred: ["No stars yet", "Press s, or the star of an entry, to keep it here."],
    search: ["Nothing found", "Try fewer or other words. The whole history was searched."],
    feedOpen: ["Nothing said yet", "The connection is live. What the feed says next appears here."],
    feedConnecting: ["Connecting…", "Entries appear here once the feed speaks."],
    feedDown: ["Nothing here yet", "The feed is not connected; see above for what to do."],
    feedPaused: ["Paused", "Resume the feed to hear from it again."],
  } satisfies Record<string, [string, string]>,

  welcome: {
    title: "Welcome to Tidings",
    lead: "Tidings keeps live feeds open and rings when something happens.",
    demo: "Try the demo feeds",
    demoHelp: "A live football match and a news wire, made up on this machine. No account, no network.",
    paste: "Or paste the address of a live feed",
    pasteHelp: "Any Server-Sent Events stream, or an ntfy topic such as https://ntfy.sh/announcements.",
    look: "Look",
  },

  add: {
    title: "Add a feed",
    url: "Address",
    urlHelp: "Paste the address of a live feed or an ntfy topic. Nothing is saved until you add it.",
    look: "Look",
    looking: (host: string) => `Connecting to ${host} and listening for its first events…`,
    name: "Name",
    events: "What it said, as it will look",
    quiet: "It is connected and has said nothing yet. That is normal for feeds that seldom speak.",
    add: "Add feed",
    addAnyway: "Add anyway",
    adding: "Adding…",
    added: (name: string) => `Added “${name}”.`,
    already: (name: string) => `You already have this feed: “${name}”.`,
    goThere: "Go there",
    stopped: "This address cannot be added as it is. Mend it above and look again.",
    willRetry: "Tidings keeps trying once it is added.",
    empty: "Paste an address first.",
    notAddress: "That is not an address. It should look like https://example.org/stream.",
    scheme: (scheme: string) => `A feed's address starts with https:// or http://, not ${scheme}`,
  },
  edit: { title: (name: string) => `Edit “${name}”`, saved: "Saved.", url: "Address", name: "Name" },

  bell: {
    silent: "The bell is silent.",
    test: "Test the bell",
    tested: "The bell was asked to ring. If nothing shows, this window says why.",
    ready: (server: string) => `Notifications get through (${server}).`,
    unknown: "Not tried yet in this run.",
    off: "Switched off.",
  },
  config: {
    broken: (line: number | null) => (line === null ? "tidings.toml cannot be read:" : `tidings.toml cannot be read, line ${line}:`),
    mend: "Mend the file and it is taken up at once:",
  },

  settings: {
    title: "Settings",
    bell: "Ring with desktop notifications",
    theme: "Theme",
    themes: { system: "As the system", light: "Light", dark: "Dark" },
    closeToTray: "Keep listening in the tray when the window is closed",
    days: "Keep entries for (days)",
    daysHelp: "0 keeps them for ever.",
    entries: "Keep at most, per feed (entries)",
    entriesHelp: "0 sets no limit.",
    whole: "A whole number, 0 or more.",
    file: "These settings and the feeds are kept in",
    copyPath: "Copy the path",
    version: (version: string) => `Tidings ${version}`,
  },

  shortcuts: {
    title: "Keyboard shortcuts",
    next: "Next entry",
    previous: "Previous entry",
    open: "Open the entry",
    link: "Open its link",
    read: "Read or unread",
    star: "Star",
    allRead: "Mark all read",
    add: "Add a feed",
    search: "Search",
    edit: "Edit the feed",
    pause: "Pause or resume the feed",
    settings: "Settings",
    undo: "Undo",
    help: "This list",
    back: "Close, or back",
  },
};
