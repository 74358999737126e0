/** The timeline as it is listed: rows with a heading where a day begins. */
import type { HistoryEntry } from "../bindings/HistoryEntry";
import { daysAgo, milliseconds } from "../state/time";

export type Item = { kind: "day"; at: number; key: string } | { kind: "row"; entry: HistoryEntry };

/** `today` is any time of today: the headings depend on the day alone. */
export function withDays(list: readonly HistoryEntry[], today: number): Item[] {
  const items: Item[] = [];
  const begun = new Map<number, number>();
  let last: number | null = null;
  for (const entry of list) {
    const at = milliseconds(entry.received_at);
    const day = daysAgo(at, today);
    if (day !== last) {
      // A clock that was set back begins a day twice, and no key may stand twice.
      const times = (begun.get(day) ?? 0) + 1;
      begun.set(day, times);
      items.push({ kind: "day", at, key: `day-${day}-${times}` });
    }
    last = day;
    items.push({ kind: "row", entry });
  }
  return items;
}

export function keyOf(item: Item): string | number {
  return item.kind === "day" ? item.key : item.entry.seq;
}
