/** Entries, and why they rang. */
import type { RingCode } from "../../bindings/RingCode";
import { number } from "../rules";
import { plural } from "./plural";

const RINGS: Record<RingCode, string> = {
  rang: "It rang.",
  updated: "It changed the popup of its card in place, without a sound.",
  "held:quiet_hours": "It waits for the end of the quiet hours, and is in the summary then.",
  "held:snoozed": "It waits for the end of the snooze, and is in the summary then.",
  "held:do_not_disturb": "It waits until the system may be disturbed again, and is in the summary then.",
  "held:digest": "It waits for the next summary of this feed.",
  gathered: "It was counted in a summary, not rung by itself.",
  pending: "It is about to ring.",
  failed: "It should have rung, but the notification did not get through.",
  "silent:bell_off": "Silent: the bell is switched off in the settings.",
  "silent:feed_never": "Silent: this feed never rings.",
  "silent:not_urgent": "Silent: this feed rings for urgent entries only.",
  "silent:not_highlighted": "Silent: this feed rings for highlighted entries only.",
  "silent:rule": "Silent: a rule or the template of this feed says so.",
  "silent:minor": "Silent: a small change of a card whose popup was not up.",
  "silent:quiet_hours": "Silent: it came in the quiet hours.",
  "silent:snoozed": "Silent: it came while snoozed.",
  "silent:do_not_disturb": "Silent: the system was not to be disturbed.",
  "silent:already_read": "Silent: it was read before it could ring.",
  "silent:replaced": "Silent: a newer entry of the same card took its place.",
  "silent:earlier": "Silent: it was there before you subscribed.",
};

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
    noneHelp: "Press j and k to go through the entries, and ? for all keys.",
    gone: "This entry is no longer kept.",
    markedRead: (n: number) => `Marked ${plural(n, { one: "# entry", other: "# entries" })} read.`,
    markedUnread: (n: number) => `Marked ${plural(n, { one: "# entry", other: "# entries" })} unread.`,
    starredMany: (n: number) => `Starred ${plural(n, { one: "# entry", other: "# entries" })}.`,
    unstarredMany: (n: number) => `Took the star from ${plural(n, { one: "# entry", other: "# entries" })}.`,
    highlighted: "Highlighted",
    fields: "Fields",
    fieldName: "Field",
    fieldValue: "Value",
    /** What a field of the event became. An unknown part shows as it is. */
    part: (field: string) =>
      ({ title: "title", body: "text", link: "link", image: "picture", icon: "icon", time: "time", urgency: "urgency", tags: "tags", key: "identity", replaces: "card" })[field] ?? field,
    picture: "Picture",
    picturesOff: (host: string) => `A picture of ${host}. Pictures are not loaded.`,
    loadPictures: "Load pictures",
    pictureFailed: "The picture could not be loaded.",
    linkAddress: (host: string) => `Opens ${host} in your browser`,
    copyText: "Copy the text",
    next: "Next entry",
    previous: "Previous entry",
    nothingToMark: "Nothing was unread.",
  },
  ring: {
    /** Why it rang or not, in a sentence. An unknown code shows as it is: the core may know more than this window. */
    why: (code: string) => (RINGS as Partial<Record<string, string>>)[code] ?? code,
    short: (code: string) =>
      ({ rang: "Rang", updated: "Changed its popup", gathered: "In a summary", failed: "Failed to ring", pending: "About to ring" })[code] ??
      (code.startsWith("held:") ? "Waits to ring" : "Silent"),
  },
};
