import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Puller, REST } from "./pull";

/** A pull that ends when it is told to. */
function steered() {
  const ends: (() => void)[] = [];
  const pull = vi.fn(() => new Promise<number>((end) => void ends.push(() => end(1))));
  return { pull, end: () => ends.shift()?.() };
}

test("a pull under way is not doubled, and any hints meanwhile cause one more", async () => {
  const { pull, end } = steered();
  const puller = new Puller(pull, () => expect.unreachable());
  const done = puller.hint();
  puller.hint();
  puller.hint();
  expect(pull).toHaveBeenCalledTimes(1);
  end();
  await vi.waitFor(() => expect(pull).toHaveBeenCalledTimes(2));
  end();
  await done;
  expect(pull).toHaveBeenCalledTimes(2);
});

test("whoever hints during a pull waits for the one that shows the change", async () => {
  const { pull, end } = steered();
  const puller = new Puller(pull, () => expect.unreachable());
  void puller.hint();
  let shown = false;
  const later = puller.hint().then(() => (shown = true));
  end();
  await vi.waitFor(() => expect(pull).toHaveBeenCalledTimes(2));
  expect(shown).toBe(false);
  end();
  await later;
});

test("a failed pull is told, and does not end the pulling", async () => {
  const failed = vi.fn();
  const pull = vi.fn().mockRejectedValueOnce(new Error("lost")).mockResolvedValue(0);
  const puller = new Puller(pull, failed);
  await puller.hint();
  expect(failed).toHaveBeenCalledExactlyOnceWith(new Error("lost"));
  await puller.hint();
  expect(pull).toHaveBeenCalledTimes(2);
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("of a flood the page reads a bounded share, and the last of it is shown", async () => {
  let unread = 0;
  let reads = 0;
  const pull = vi.fn(async () => {
    const rows = Math.min(500, unread);
    unread = 0;
    reads += rows;
    return rows;
  });
  const puller = new Puller(pull, () => expect.unreachable());
  // Ten seconds of 5,000 events each, with a hint every 80 ms.
  for (let at = 0; at < 10_000; at += 80) {
    unread += 400;
    puller.news();
    await vi.advanceTimersByTimeAsync(80);
  }
  expect(pull.mock.calls.length).toBeLessThanOrEqual(10_000 / REST + 1);
  expect(reads).toBeLessThan(11_000);
  await vi.advanceTimersByTimeAsync(REST);
  expect(unread).toBe(0);
});

test("single news are read at once, one after the other", async () => {
  const pull = vi.fn(async () => 1);
  const puller = new Puller(pull, () => expect.unreachable());
  for (let n = 1; n <= 5; n++) {
    puller.news();
    expect(pull).toHaveBeenCalledTimes(n);
    await vi.advanceTimersByTimeAsync(80);
  }
});

test("news during a pull are read when the page has rested; what the person did is read without a rest", async () => {
  let end = (_rows: number): void => expect.unreachable();
  const pull = vi.fn(() => new Promise<number>((ended) => void (end = ended)));
  const puller = new Puller(pull, () => expect.unreachable());
  puller.news();
  puller.news();
  end(1_000);
  await vi.advanceTimersByTimeAsync(REST - 1);
  expect(pull).toHaveBeenCalledTimes(1);
  void puller.hint();
  expect(pull).toHaveBeenCalledTimes(2);
  end(1);
  // What waited was read with it.
  await vi.advanceTimersByTimeAsync(2 * REST);
  expect(pull).toHaveBeenCalledTimes(2);
});

test("a page that is gone reads nothing more", async () => {
  const pull = vi.fn(async () => 1_000);
  const puller = new Puller(pull, () => expect.unreachable());
  await puller.hint();
  puller.news();
  puller.stop();
  await vi.advanceTimersByTimeAsync(2 * REST);
  expect(pull).toHaveBeenCalledTimes(1);
});
