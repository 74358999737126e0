/** The window's frame, the timeline and the search. */
import type { Day } from "../../state/time";
import { number } from "../rules";
import { plural } from "./plural";

const fresh = (n: number) => plural(n, { one: "# new entry", other: "# new entries" });

export const timeline = {
  panes: { feeds: "Feeds", timeline: "Timeline", detail: "Entry" },
  views: { all: "All", unread: "Unread", starred: "Starred" },
  unreadCount: (n: number) => `${number(n)} unread`,
  search: "Search",
  searchPlaceholder: "Search all history",
  searchResults: (words: string) => `Results for “${words}”`,
  found: (n: number, more: boolean) =>
    n === 0 ? "Nothing found." : `${more ? "At least " : ""}${plural(n, { one: "# entry", other: "# entries" })} found.`,
  clearSearch: "Clear the search",
  markAllRead: "Mark all read",
  newRows: fresh,
  newRowsIn: (n: number, place: string) => `${fresh(n)} in ${place}`,
  day: (day: Day) => (day.kind === "today" ? "Today" : day.kind === "yesterday" ? "Yesterday" : day.text),
  empty: {
    all: ["Nothing yet", "New entries appear here by themselves."],
    unread: ["All read", "Nothing is waiting for you."],
    starred: ["No stars yet", "Press s, or the star of an entry, to keep it here."],
    search: ["Nothing found", "Try fewer or other words. The whole history was searched."],
    feedOpen: ["Nothing said yet", "The connection is live. What the feed says next appears here."],
    feedConnecting: ["Connecting…", "Entries appear here once the feed speaks."],
    feedDown: ["Nothing here yet", "The feed is not connected; see above for what to do."],
    feedPaused: ["Paused", "Resume the feed to hear from it again."],
  } as Record<"all" | "unread" | "starred" | "search" | "feedOpen" | "feedConnecting" | "feedDown" | "feedPaused", [string, string]>,
};
