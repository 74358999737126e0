/** A feed's last day as shapes: what the chart draws, and what it says in words. Pure. */
import type { FeedHistory } from "../../bindings/FeedHistory";
import type { HealthSlot } from "../../bindings/HealthSlot";

export type Standing = "open" | "waiting" | "stopped" | "off";

export interface Stretch {
  standing: Standing;
  /** The first slot, and how many. */
  from: number;
  length: number;
}

/** What stood longest in a slot. A slot that was mostly without Tidings is `off`. */
export function standing(slot: HealthSlot): Standing {
  const most = Math.max(slot.open_seconds, slot.waiting_seconds, slot.stopped_seconds);
  if (most === 0) return "off";
  return most === slot.stopped_seconds ? "stopped" : most === slot.waiting_seconds ? "waiting" : "open";
}

/** Neighbours that stand alike, as one. */
export function stretches(slots: readonly HealthSlot[]): Stretch[] {
  const all: Stretch[] = [];
  slots.forEach((slot, i) => {
    const last = all.at(-1);
    const now = standing(slot);
    if (last?.standing === now) last.length += 1;
    else all.push({ standing: now, from: i, length: 1 });
  });
  return all;
}

/** Heights from 0 to 1. An event is always seen; the root keeps a flood from hiding the rest. */
export function heights(slots: readonly HealthSlot[]): number[] {
  const most = Math.max(1, ...slots.map((slot) => slot.events));
  return slots.map((slot) => (slot.events === 0 ? 0 : Math.max(0.06, Math.sqrt(slot.events / most))));
}

export interface Sum {
  events: number;
  open: number;
  waiting: number;
  stopped: number;
}

export function sum(slots: readonly HealthSlot[]): Sum {
  return slots.reduce(
    (all, slot) => ({
      events: all.events + slot.events,
      open: all.open + slot.open_seconds,
      waiting: all.waiting + slot.waiting_seconds,
      stopped: all.stopped + slot.stopped_seconds,
    }),
    { events: 0, open: 0, waiting: 0, stopped: 0 },
  );
}

/** Six slots make an hour. */
export function hours({ slots }: FeedHistory): { at: string; sum: Sum }[] {
  return Array.from({ length: Math.ceil(slots.length / 6) }, (_, i) => slots.slice(i * 6, i * 6 + 6)).flatMap((hour) =>
    hour[0] ? [{ at: hour[0].at, sum: sum(hour) }] : [],
  );
}
