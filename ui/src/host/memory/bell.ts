/** How things ring in the core in memory. */
import type { BellSettings } from "../../bindings/BellSettings";
import type { FeedBell } from "../../bindings/FeedBell";

const NO_SOUND = { low: null, normal: null, critical: null };

/** The settings of an empty tidings.toml. */
export const BELL: BellSettings = {
  enabled: true,
  sound: { ...NO_SOUND, low: "silent" },
  quiet: [],
  breaks_through: "never",
  follow_do_not_disturb: true,
  summary_after_quiet: true,
  dismiss_reads: false,
  request_hosts: [],
  burst: 3,
  feed_pace_ms: 5_000,
  pace_ms: 1_200,
};

/** How a feed rings that says nothing of it, but for `more`. */
export function feedBell(more: Partial<FeedBell>): FeedBell {
  const level = more.level ?? "always";
  return {
    level,
    urgent_from: "critical",
    sound: NO_SOUND,
    quiet: null,
    snoozed_until: null,
    quiet_now: null,
    spoiler_seconds: 0,
    held_back: 0,
    command: null,
    ...more,
    digest_minutes: level === "digest" ? (more.digest_minutes ?? 30) : null,
  };
}

/** What of an edit is to change. */
export function given(edit: object | null | undefined): object {
  return Object.fromEntries(Object.entries(edit ?? {}).filter(([, value]) => value != null));
}
