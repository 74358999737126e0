import { expect, test, vi } from "vitest";

import { Puller } from "./pull";

/** A pull that ends when it is told to. */
function steered() {
  const ends: (() => void)[] = [];
  const pull = vi.fn(() => new Promise<void>((end) => void ends.push(end)));
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
  const pull = vi.fn().mockRejectedValueOnce(new Error("lost")).mockResolvedValue(undefined);
  const puller = new Puller(pull, failed);
  await puller.hint();
  expect(failed).toHaveBeenCalledExactlyOnceWith(new Error("lost"));
  await puller.hint();
  expect(pull).toHaveBeenCalledTimes(2);
});
