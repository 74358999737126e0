/** Entries, and why they rang. */
import { number } from "../rules";
import { plural } from "./plural";

export const entries = {
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
    earlier: (n: number) => `Earlier on this card (${number(n)})`,
    replacedBy: "A newer entry stands for this card.",
    raw: "Raw event",
    rawEvent: "event",
    rawId: "id",
    copyRaw: "Copy the raw event",
    none: "Choose an entry to read it.",
    gone: "This entry is no longer kept.",
    markedRead: (n: number) => `Marked ${plural(n, { one: "# entry", other: "# entries" })} read.`,
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
        "silent:rule": "Silent: a rule or the feed's own template says so.",
        "silent:already_read": "Silent: it was read before it could ring.",
        "silent:replaced": "Silent: a newer entry of the same card took its place.",
        "silent:earlier": "Silent: it was there before you subscribed.",
      })[code] ?? code,
    short: (code: string) =>
      ({ rang: "Rang", gathered: "In a summary", failed: "Failed to ring", pending: "About to ring" })[code] ?? "Silent",
  },
};
