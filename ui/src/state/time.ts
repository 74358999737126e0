/** Times in words. Pure: `now` is passed in, in milliseconds; times of the core are RFC 3339. */
import { dates, relative } from "../text/rules";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const clockTime = dates({ timeStyle: "short" });
const shortDate = dates({ day: "numeric", month: "short" });
const dayAndTime = dates({ weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
const fullTime = dates({ dateStyle: "full", timeStyle: "medium" });
const dayThisYear = dates({ weekday: "long", day: "numeric", month: "long" });
const dayOfYear = dates({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
/** Not the narrowest: a German or, in some webviews, an English minute is written as a metre there. */
const brief = relative({ style: "short", numeric: "auto" });
const long = relative({ style: "long", numeric: "auto" });

export function milliseconds(rfc3339: string): number {
  return Date.parse(rfc3339);
}

/** Midnight of the day, here. */
export function dayStart(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}

/** How many days before `now`'s day, here; a day of 23 or 25 hours is a day. */
export function daysAgo(time: number, now: number): number {
  return Math.round((dayStart(now) - dayStart(time)) / DAY);
}

/** When an entry happened: as its feed says, unless that is still to come; else when it reached us. */
export function happened(entry: { published_at: string | null; received_at: string }): number {
  const received = milliseconds(entry.received_at);
  const published = entry.published_at === null ? received : milliseconds(entry.published_at);
  return published <= received ? published : received;
}

/** For a row: how long ago within the last hour, else the time of day, or the date where that is not the day it is listed under. */
export function rowTime(time: number, now: number, listed = time): string {
  if (dayStart(time) !== dayStart(listed)) return shortDate.format(time);
  const ago = now - time;
  if (ago < -MINUTE || ago >= HOUR) return clockTime.format(time);
  if (ago < MINUTE) return brief.format(0, "second");
  return brief.format(-Math.floor(ago / MINUTE), "minute");
}

/** For a time to come: the time of day, with its day where that is another one. */
export function untilTime(time: number, now: number): string {
  return (dayStart(time) === dayStart(now) ? clockTime : dayAndTime).format(time);
}

/** How long ago, in words: "12 seconds ago", "yesterday". */
export function ago(time: number, now: number): string {
  const past = Math.max(0, now - time);
  if (past < MINUTE) return long.format(-Math.floor(past / SECOND), "second");
  if (past < HOUR) return long.format(-Math.floor(past / MINUTE), "minute");
  if (past < DAY) return long.format(-Math.floor(past / HOUR), "hour");
  return long.format(-daysAgo(time, now), "day");
}

/** The whole date and time. */
export function exact(time: number): string {
  return fullTime.format(time);
}

export type Day = { kind: "today" } | { kind: "yesterday" } | { kind: "date"; text: string };

/** What a day heading says. */
export function dayOf(time: number, now: number): Day {
  const days = daysAgo(time, now);
  if (days === 0) return { kind: "today" };
  if (days === 1) return { kind: "yesterday" };
  const thisYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  return { kind: "date", text: (thisYear ? dayThisYear : dayOfYear).format(time) };
}

/** The day as the search language writes it, here: 2026-11-22. */
export function isoDay(time: number): string {
  const day = new Date(time);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${String(day.getFullYear()).padStart(4, "0")}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** Whole seconds until `until`, never below nought. */
export function secondsLeft(until: number, now: number): number {
  return Math.max(0, Math.ceil((until - now) / SECOND));
}
