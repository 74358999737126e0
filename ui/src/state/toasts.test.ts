import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Toasts } from "./toasts.svelte";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("an undo stays ten seconds, longer while it is looked at, and works once", async () => {
  const toasts = new Toasts();
  const undo = vi.fn();
  toasts.done("Removed.", undo);
  vi.advanceTimersByTime(9_000);
  toasts.stay();
  vi.advanceTimersByTime(60_000);
  expect(toasts.current?.message).toBe("Removed.");
  toasts.leave();
  vi.advanceTimersByTime(9_000);
  await toasts.undo();
  await toasts.undo();
  expect(undo).toHaveBeenCalledOnce();
  expect(toasts.current).toBeNull();
});

test("the last message takes the place of the one before, for its own time", () => {
  const toasts = new Toasts();
  toasts.done("One.");
  vi.advanceTimersByTime(3_000);
  toasts.error("Two.");
  vi.advanceTimersByTime(5_000);
  expect(toasts.current?.message).toBe("Two.");
  vi.advanceTimersByTime(10_000);
  expect(toasts.current).toBeNull();
});

test("an error that was looked at stays as long as an error", () => {
  const toasts = new Toasts();
  toasts.error("The disk is full.");
  toasts.stay();
  toasts.leave();
  vi.advanceTimersByTime(11_000);
  expect(toasts.current?.message).toBe("The disk is full.");
});
