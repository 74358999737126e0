/** The bell: how it stands, when it rings, when it is quiet. */
import type { SoundName } from "../../bindings/SoundName";
import { number } from "../rules";
import { plural } from "./plural";

type Level = "always" | "highlighted" | "urgent" | "digest" | "never";

const levels: Record<Level, string> = {
  always: "Everything",
  highlighted: "Highlighted entries only",
  urgent: "Urgent entries only",
  digest: "A digest",
  never: "Nothing",
};

export const bell = {
  bell: {
    silent: "The bell is silent.",
    test: "Test the bell",
    tested: "The bell was asked to ring. If nothing shows, this window says why.",
    ready: (server: string) => `Notifications get through (${server}).`,
    unknown: "Not tried yet in this run.",
    off: "Switched off.",
  },
  notify: { label: "Ring for", ...levels },
  rings: {
    levelHelp: {
      always: "Each entry rings; a burst is gathered into one.",
      highlighted: "Only what one of your rules highlights.",
      urgent: "From the urgency chosen here on.",
      digest: "One notification with all that came since the last.",
      never: "Entries come silently.",
    } satisfies Record<Level, string>,
    urgentFrom: "From this urgency on",
    urgencies: { low: "Low", normal: "Normal", critical: "Critical", never: "Nothing" },
    digestMinutes: "Minutes between two digests",
    digestHelp: "1 to 1,440.",
    minutes: "A whole number from 1 to 1,440.",
    sounds: "Sounds",
    soundFor: (urgency: string) => `${urgency} urgency`,
    soundDefault: "As in the settings",
    soundNames: { system: "As the desktop does", silent: "Silent", chime: "Chime", pluck: "Plucked string", knock: "Knock", ting: "Small bell", alarm: "Alarm" } satisfies Record<SoundName, string>,
    play: (name: string) => `Play “${name}”`,
    spoiler: "Hold entries back for (seconds)",
    spoilerHelp: "0 to 3,600, in the window and the notification alike: alerts run ahead of the video you watch.",
    spoilerWrong: "A whole number from 0 to 3,600.",
    heldBack: (n: number) => plural(n, { one: "# entry is held back.", other: "# entries are held back." }),
    showNow: "Show them now",
    command: "A program that runs when it rings",
    commandNone: "None. A program is set in tidings.toml only, so that nothing in a window can start one.",
  },
  quiet: {
    title: "Quiet hours",
    follow: "As in the settings",
    own: "Hours of its own",
    none: "Never quiet",
    choice: "When this feed is quiet",
    add: "Add quiet hours",
    remove: (hours: string) => `Remove the quiet hours ${hours}`,
    days: "Days on which they begin",
    from: "From",
    to: "Until",
    zone: "Time zone",
    zoneSystem: "The system's",
    noneYet: "None. The bell may ring at any hour.",
    wrongTime: "A time looks like 22:30.",
    noDay: "Choose a day at least.",
    nextDay: "It ends on the next day.",
  },
  snooze: {
    title: "Snooze",
    everything: "Snooze everything",
    feed: (name: string) => `Snooze “${name}”`,
    halfHour: "For 30 minutes",
    hour: "For 1 hour",
    tomorrow: "Until tomorrow morning",
    until: "Until…",
    untilLabel: "Snooze until",
    untilPast: "That time is over. Choose a later one.",
    start: "Snooze",
    end: "Ring again now",
    done: (until: string) => `Snoozed until ${until}. Entries still come in.`,
    ended: "It rings again.",
    help: "Nothing rings meanwhile. Entries still come in, and one summary tells of them afterwards.",
    why: (quiet: "snoozed" | "quiet_hours" | "do_not_disturb") =>
      ({ snoozed: "Snoozed", quiet_hours: "Quiet hours", do_not_disturb: "Do not disturb" })[quiet],
    whyUntil: (quiet: string, until: string) => `${quiet} until ${until}`,
    held: (n: number) => `Held: ${number(n)}`,
    heldWords: (n: number) => plural(n, { one: "# entry waits for the end of the quiet", other: "# entries wait for the end of the quiet" }),
    stillUntil: (until: string) => `Snoozed until ${until}`,
  },
};
