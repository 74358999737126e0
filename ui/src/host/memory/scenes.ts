/** What the core in memory holds at first, by `?scene=`. */
import type { ConfigProblem } from "../../bindings/ConfigProblem";
import type { FeedView } from "../../bindings/FeedView";
import type { RingCode } from "../../bindings/RingCode";
import type { TroubleCode } from "../../bindings/TroubleCode";
import { PLAIN } from "../../feeds/connection";
import { DOWN, HEALTH, OUTAGE } from "./connection";
import { BACKUPS, type Draft, HOSTILE, MATCH, NEWS, stretch } from "./content";
import { feedBell } from "./bell";
import type { MemoryHost } from "./host";
import { flaw, NO_TEMPLATE } from "./judging";
import { OPML } from "./outside";

const broken = (line: number, message: string): ConfigProblem => ({
  line,
  message: `${message} The last good configuration goes on.`,
  flaw: flaw("kind", message, message),
  goes_on: true,
});
const seconds = (n: number) => new Date(Date.now() + n * 1000).toISOString();

/** Its server is down, and is asked again soon. */
const WAITING = { state: { state: "waiting" as const, until: seconds(47), retry_in_ms: 60_000, ...OUTAGE }, last_heard_at: seconds(-25 * 60), health: DOWN };

function feed(id: string, name: string, more: Partial<FeedView> = {}): FeedView {
  return {
    id,
    name,
    url: `http://127.0.0.1:7777/${id}`,
    format: null,
    folder: null,
    enabled: true,
    bell: feedBell({}),
    state: { state: "open", since: seconds(-3600) },
    unread: 0,
    last_heard_at: seconds(-4),
    last_entry_at: null,
    last_bad_event: null,
    next_check_at: null,
    poll_seconds: null,
    template: NO_TEMPLATE,
    health: HEALTH,
    connection: PLAIN,
    ...more,
  };
}

interface Told {
  feed: string;
  draft: Draft;
  ring: RingCode;
  read: boolean;
}

/** What several feeds said, in the order of time. */
function tell(host: MemoryHost, told: readonly Told[]): void {
  const inOrder = [...told].sort((a, b) => (b.draft.minutesAgo ?? 0) - (a.draft.minutesAgo ?? 0));
  for (const { feed, draft, ring, read } of inOrder) host.store.append(feed, draft, ring, read);
}

const ofNews = (draft: Draft): Told => {
  const ago = draft.minutesAgo ?? 0;
  return { feed: "demo-news", draft, ring: ago > 400 ? "gathered" : "rang", read: ago > 150 };
};
const ofMatch = (draft: Draft, i: number): Told => ({ feed: "demo-match", draft, ring: "rang", read: i < 2 });
const ofBackups = (draft: Draft): Told => ({ feed: "backups", draft, ring: draft.urgency === "critical" ? "rang" : "silent:not_urgent", read: true });
const demoTold = () => [...stretch(NEWS, 60, 37).map(ofNews), ...MATCH.map(ofMatch)];

function demoFeeds(host: MemoryHost): void {
  host.addView(feed("demo-match", "Rovers – Harbour"));
  host.addView(feed("demo-news", "News wire"));
}

function demo(host: MemoryHost): void {
  demoFeeds(host);
  tell(host, demoTold());
}

function busy(host: MemoryHost): void {
  demoFeeds(host);
  tell(host, [...demoTold(), ...stretch(BACKUPS, 9, 173).map(ofBackups)]);
  host.addView(feed("city", "City alerts", WAITING));
  host.addView(feed("backups", "Backups at home", { format: "ntfy", bell: feedBell({ level: "urgent" }), url: "https://ntfy.sh/backups-at-home" }));
  const refused = "The server refused for good: 404 Not Found.";
  host.addView(feed("old-blog", "An old blog with a rather long name", { state: { state: "stopped", code: "not_found", what: [], reason: refused, advice: "Check the address, then reconnect." } }));
  host.addView(feed("radio", "Now on the radio", { enabled: false, state: { state: "paused" } }));
  const crowded = { code: "crowded" as const, what: ["streams.example.org", "2"], reason: "streams.example.org takes 2 connections at once, and has them.", advice: "Pause a feed of this host." };
  host.addView(feed("third", "A third of one host", { state: { state: "queued", ...crowded }, last_heard_at: null }));
  host.addView(feed("lab", "Lab sensors", { state: { state: "connecting" }, last_heard_at: null }));
}

/** Sorted into folders, with searches that are kept. */
function sorted(host: MemoryHost): void {
  host.addView(feed("demo-match", "Rovers – Harbour", { folder: "Sport" }));
  host.addView(feed("tour", "Mountain stages", { folder: "Sport", state: { state: "connecting" }, last_heard_at: null }));
  host.addView(feed("demo-news", "News wire"));
  host.addView(feed("backups", "Backups at home", { folder: "Machines", format: "ntfy", bell: feedBell({ level: "urgent" }), url: "https://ntfy.sh/backups-at-home" }));
  host.addView(feed("deploy", "Deploys", { folder: "Machines", ...WAITING }));
  tell(host, [...demoTold(), ...stretch(BACKUPS, 9, 173).map(ofBackups)]);
  host.review = OPML;
  host.state.settings = { ...host.state.settings, window: { ...host.state.settings.window, pictures: false } };
  host.state.views = [
    { id: "weather", name: "Weather at sea", search: "tag:weather", unread: 0, problem: null },
    { id: "urgent", name: "Goals", search: "tag:goal", unread: 0, problem: null },
  ];
}

function trouble(host: MemoryHost): void {
  busy(host);
  host.state.bell = { state: "silent", code: "no_service", what: [], reason: "No notification service answers on the session bus.", advice: "Start one, such as dunst, or log in to a desktop.", quiet: null, held: 0, popups: host.state.bell.popups };
  host.state.views = [{ id: "blue", name: "Blue", search: "is:blue", unread: 0, problem: flaw("search_is", "is:blue", "`is:blue` (at character 1): behind `is:` stands unread, read, starred, highlighted, rang or urgent.") }];
  host.state.config_problem = broken(14, "expected a string for `url`, found an integer. Put the address in quotes.");
  host.state.notices = [{ id: 1, about: { kind: "history" }, message: "The database was damaged and has been set aside as tidings.db.damaged-1. History starts anew." }];
}

function hostile(host: MemoryHost): void {
  HOSTILE.forEach((evil, i) => {
    const trouble = { code: evil as TroubleCode, what: [evil], reason: evil, advice: evil };
    host.addView(feed(`evil-${i}`, evil, { url: evil, format: evil, last_bad_event: flaw("reported", evil, evil), state: i % 2 ? { state: "stopped", ...trouble } : feed("", "").state }));
    const action = { kind: "open" as const, label: evil, url: evil, text: evil, method: null };
    const said = { title: evil, body: evil, link: evil, image: evil, tags: [evil], key: evil, replaces: "card", actions: [action, { ...action, kind: "copy" as const }] };
    host.store.append(`evil-${i}`, said, evil as RingCode);
    host.store.append(`evil-${i}`, said, "rang");
  });
  host.state.bell = { state: "silent", code: "refused", what: [HOSTILE[1] ?? ""], reason: HOSTILE[1] ?? "", advice: HOSTILE[0] ?? "", quiet: null, held: 0, popups: host.state.bell.popups };
  host.state.config_problem = broken(1, HOSTILE[2] ?? "");
  host.state.notices = [{ id: 1, about: { kind: "history" }, message: HOSTILE[3] ?? "" }];
  host.state.config_path = HOSTILE[1] ?? "";
}

function many(host: MemoryHost): void {
  demo(host);
  for (const draft of stretch(NEWS, 2000, 1)) host.store.append("demo-news", draft, "rang", true);
}

/** As much as a person may come to have: so many that no list may hold them all. */
function vast(host: MemoryHost): void {
  demoFeeds(host);
  for (const draft of stretch(NEWS, 200_000, 0.5)) host.store.append("demo-news", draft, "rang", true);
  for (const draft of MATCH) host.store.append("demo-match", draft, "rang");
}

export const SCENES: Record<string, (host: MemoryHost) => void> = { empty: () => undefined, demo, busy, sorted, vast, trouble, hostile, many };
