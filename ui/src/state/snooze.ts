/** Snoozing: until when, and what is said of it. */
import type { QuietView } from "../bindings/QuietView";
import { text } from "../text";
import type { App } from "./app.svelte";
import { exact, milliseconds, untilTime } from "./time";

const MINUTE = 60_000;
/** When a morning begins. */
const MORNING = 8;

export type Choice = "halfHour" | "hour" | "tomorrow";
export const CHOICES: readonly Choice[] = ["halfHour", "hour", "tomorrow"];

/** The end of a choice made at `now`. A morning still to come after midnight is tomorrow's as people say it. */
export function endOf(choice: Choice, now: number): number {
  if (choice === "halfHour") return now + 30 * MINUTE;
  if (choice === "hour") return now + 60 * MINUTE;
  const morning = new Date(now);
  if (morning.getHours() >= 4) morning.setDate(morning.getDate() + 1);
  return morning.setHours(MORNING, 0, 0, 0);
}

/** That it is quiet, why, and until when where that is known; null where it rings. */
export function quietWords(quiet: QuietView | null, now: number): string | null {
  if (!quiet) return null;
  const why = text.snooze.why(quiet.why);
  return quiet.until === null ? why : text.snooze.whyUntil(why, untilTime(milliseconds(quiet.until), now));
}

/** Snoozes a feed, or with null everything. */
export async function snooze(app: App, feed: string | null, until: number): Promise<void> {
  if (!(await app.act(() => app.host.snooze(feed, new Date(until).toISOString())))) return;
  app.did(text.snooze.done(exact(until)), () => endSnooze(app, feed));
}

export async function endSnooze(app: App, feed: string | null): Promise<void> {
  if (await app.act(() => app.host.snooze(feed, null))) app.toasts.done(text.snooze.ended);
}
