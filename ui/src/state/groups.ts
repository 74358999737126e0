/** The timeline as it is listed: row by row, or gathered. Pure, and only ever over the rows in memory. */
import type { HistoryEntry } from "../bindings/HistoryEntry";
import { dayStart, milliseconds } from "./time";

export const GROUPINGS = ["time", "match", "story", "feed"] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface Item {
  entry: HistoryEntry;
  /** The others that are gathered under it, newest first. */
  more: readonly HistoryEntry[];
  /** Its place in a group that is unfolded: the front, or one of those below it. */
  part: "alone" | "front" | "member";
  /** What the group is remembered by. */
  group: string;
}

/** What makes two entries one story: the same link, or the same title. Punctuation and case are no difference. */
function storyOf(entry: HistoryEntry): string {
  const link = entry.link?.replace(/^https?:\/\/(www\.)?/, "").replace(/[#?].*$/, "").replace(/\/+$/, "");
  return link || words(entry.title);
}

/** What stands between two sides: a score, or a "v". */
const BETWEEN = /\s(?:\d+\s?[-–—:]\s?\d+|vs?\.?)\s/iu;

/** What makes two entries one match: the same two sides, at home and away; else the same live card. Null for what is no match. */
function matchOf(entry: HistoryEntry): string | null {
  const [home, away] = entry.title.split(BETWEEN);
  // "Cup, half time: Rovers 1–0 Harbour (Adebayo 12)"
  if (home && away) return `${words(home.split(": ").at(-1) ?? "")} – ${words(away.split(/[(,:;–—]/u)[0] ?? "")}`;
  return entry.replaces === null ? null : `${entry.feed} ${entry.replaces}`;
}

const words = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

/** What the row is gathered by; null where it stands alone. */
function gatheredBy(entry: HistoryEntry, grouping: Exclude<Grouping, "time">): string | null {
  switch (grouping) {
    case "match":
      return matchOf(entry);
    case "story":
      return storyOf(entry);
    case "feed":
      return entry.feed;
  }
}

/** Lists the rows; of each group its newest stands for all, and the others below it where it is unfolded. */
export function listed(list: readonly HistoryEntry[], grouping: Grouping, unfolded: ReadonlySet<string>): Item[] {
  if (grouping === "time") return list.map((entry) => ({ entry, more: [], part: "alone", group: "" }));
  const groups = new Map<string, HistoryEntry[]>();
  for (const entry of list) {
    const day = dayStart(milliseconds(entry.received_at));
    const group = `${day} ${gatheredBy(entry, grouping) ?? entry.seq}`;
    const there = groups.get(group);
    if (there) there.push(entry);
    else groups.set(group, [entry]);
  }
  return [...groups].flatMap(([group, [front, ...more]]) => itemsOf(group, front as HistoryEntry, more, unfolded.has(group)));
}

function itemsOf(group: string, front: HistoryEntry, more: HistoryEntry[], open: boolean): Item[] {
  if (more.length === 0) return [{ entry: front, more, part: "alone", group }];
  const first: Item = { entry: front, more, part: "front", group };
  return open ? [first, ...more.map((entry): Item => ({ entry, more: [], part: "member", group }))] : [first];
}

/** Whether a day begins with the row: it is another day than that of the row before it. */
export function beginsDay(entry: HistoryEntry, before: HistoryEntry | undefined): boolean {
  if (before === undefined) return true;
  return dayStart(milliseconds(entry.received_at)) !== dayStart(milliseconds(before.received_at));
}
