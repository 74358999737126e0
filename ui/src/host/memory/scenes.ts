/** What the core in memory holds at first, by `?scene=`. */
import type { FeedView } from "../../bindings/FeedView";
import { BACKUPS, HOSTILE, MATCH, NEWS, stretch } from "./content";
import type { MemoryHost } from "./host";

const seconds = (n: number) => new Date(Date.now() + n * 1000).toISOString();

function feed(id: string, name: string, more: Partial<FeedView> = {}): FeedView {
  return {
    id,
    name,
    url: `http://127.0.0.1:7777/${id}`,
    format: null,
    enabled: true,
    notify: "always",
    state: { state: "open", since: seconds(-3600) },
    unread: 0,
    last_heard_at: seconds(-4),
    last_entry_at: null,
    last_bad_event: null,
    ...more,
  };
}

function demo(host: MemoryHost): void {
  host.addView(feed("demo-match", "Rovers – Harbour"));
  host.addView(feed("demo-news", "News wire"));
  for (const draft of stretch(NEWS, 60, 41)) host.store.append("demo-news", draft, draft.urgency === "low" ? "silent:not_urgent" : "rang", (draft.minutesAgo ?? 0) > 300);
  for (const draft of MATCH) host.store.append("demo-match", draft, "rang");
}

function busy(host: MemoryHost): void {
  demo(host);
  const waiting = "The server closed the connection: 503 Service Unavailable.";
  host.addView(
    feed("city", "City alerts", {
      state: { state: "waiting", until: seconds(47), retry_in_ms: 60_000, code: "status", reason: waiting, advice: "Nothing to do: Tidings keeps trying." },
    }),
  );
  host.addView(feed("backups", "Backups at home", { format: "ntfy", notify: "urgent", url: "https://ntfy.sh/backups-at-home" }));
  const refused = "The server refused for good: 404 Not Found.";
  host.addView(feed("old-blog", "An old blog with a rather long name", { state: { state: "stopped", code: "status", reason: refused, advice: "Check the address, then reconnect." } }));
  host.addView(feed("radio", "Now on the radio", { enabled: false, state: { state: "paused" } }));
  host.addView(feed("lab", "Lab sensors", { state: { state: "connecting" }, last_heard_at: null }));
  for (const draft of stretch(BACKUPS, 9, 173)) host.store.append("backups", draft, "silent:feed_never", true);
}

function trouble(host: MemoryHost): void {
  busy(host);
  host.state.bell = { state: "silent", reason: "No notification service answers on the session bus.", advice: "Start one, such as dunst, or log in to a desktop." };
  host.state.config_problem = { line: 14, message: "expected a string for `url`, found an integer. Put the address in quotes." };
  host.state.notices = [{ id: 1, message: "The database was damaged and has been set aside as tidings.db.damaged-1. History starts anew." }];
}

function hostile(host: MemoryHost): void {
  HOSTILE.forEach((evil, i) => {
    const trouble = { code: evil, reason: evil, advice: evil };
    host.addView(feed(`evil-${i}`, evil, { url: evil, format: evil, last_bad_event: evil, state: i % 2 ? { state: "stopped", ...trouble } : feed("", "").state }));
    const action = { kind: "open" as const, label: evil, url: evil, text: evil };
    const said = { title: evil, body: evil, link: evil, image: evil, tags: [evil], key: evil, replaces: "card", actions: [action, { ...action, kind: "copy" as const }] };
    host.store.append(`evil-${i}`, said, evil);
    host.store.append(`evil-${i}`, said, "rang");
  });
  host.state.bell = { state: "silent", reason: HOSTILE[1] ?? "", advice: HOSTILE[0] ?? "" };
  host.state.config_problem = { line: 1, message: HOSTILE[2] ?? "" };
  host.state.notices = [{ id: 1, message: HOSTILE[3] ?? "" }];
  host.state.config_path = HOSTILE[1] ?? "";
}

function many(host: MemoryHost): void {
  demo(host);
  for (const draft of stretch(NEWS, 2000, 1)) host.store.append("demo-news", draft, "rang", true);
}

export const SCENES: Record<string, (host: MemoryHost) => void> = { empty: () => undefined, demo, busy, trouble, hostile, many };
