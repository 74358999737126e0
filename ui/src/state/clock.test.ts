import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Clock } from "./clock.svelte";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

test("it counts by the core's clock, by the second only where something counts down", () => {
  const clock = new Clock();
  const stop = clock.start();
  clock.sync(2_000_000);
  vi.advanceTimersByTime(9_000);
  expect(clock.now).toBe(2_000_000);
  vi.advanceTimersByTime(1_000);
  expect(clock.now).toBe(2_010_000);
  clock.setFast(true);
  vi.advanceTimersByTime(1_000);
  expect(clock.now).toBe(2_011_000);
  stop();
  vi.advanceTimersByTime(60_000);
  expect(clock.now).toBe(2_011_000);
});

test("it rests while the window is hidden, and is right at once when it shows", () => {
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  const clock = new Clock();
  const stop = clock.start();
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(60_000);
  hidden.mockReturnValue(false);
  document.dispatchEvent(new Event("visibilitychange"));
  expect(clock.now).toBe(1_060_000);
  expect(vi.getTimerCount()).toBe(1);
  stop();
});
