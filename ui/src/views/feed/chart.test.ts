import { expect, test } from "vitest";

import type { HealthSlot } from "../../bindings/HealthSlot";
import { heights, hours, standing, stretches, sum } from "./chart";

const slot = (more: Partial<HealthSlot> = {}): HealthSlot => ({ at: "2026-11-22T10:00:00Z", events: 0, open_seconds: 0, waiting_seconds: 0, stopped_seconds: 0, ...more });

test("a slot stands as it did for longest", () => {
  expect(standing(slot())).toBe("off");
  expect(standing(slot({ open_seconds: 590, waiting_seconds: 10 }))).toBe("open");
  expect(standing(slot({ open_seconds: 100, waiting_seconds: 500 }))).toBe("waiting");
  expect(standing(slot({ stopped_seconds: 600 }))).toBe("stopped");
});

test("neighbours that stand alike are one stretch, and all slots are in one", () => {
  const slots = [slot(), slot(), slot({ open_seconds: 600 }), slot({ open_seconds: 600 }), slot({ waiting_seconds: 600 })];
  expect(stretches(slots)).toEqual([
    { standing: "off", from: 0, length: 2 },
    { standing: "open", from: 2, length: 2 },
    { standing: "waiting", from: 4, length: 1 },
  ]);
});

test("one event beside a flood is still seen, and none is not", () => {
  expect(heights([slot(), slot({ events: 1 }), slot({ events: 10_000 })])).toEqual([0, 0.06, 1]);
  expect(heights([slot()])).toEqual([0]);
});

test("hours add up to the day", () => {
  const slots = Array.from({ length: 144 }, () => slot({ events: 2, open_seconds: 600 }));
  expect(sum(slots)).toEqual({ events: 288, open: 86_400, waiting: 0, stopped: 0 });
  expect(hours({ slots, moments: [] })).toHaveLength(24);
  expect(hours({ slots, moments: [] })[0]?.sum.events).toBe(12);
});
