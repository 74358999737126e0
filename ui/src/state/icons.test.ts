import { expect, test, vi } from "vitest";

import type { HistoryEntry } from "../bindings/HistoryEntry";
import { Icons } from "./icons";

const entry = (seq: number, icon: string | null = `https://example.org/${seq}`) => ({ seq, icon }) as HistoryEntry;

test("an icon is asked for once, and none where none is named", async () => {
  const ask = vi.fn(async (seq: number) => `data:${seq}`);
  const icons = new Icons(ask);
  expect(icons.of(entry(1, null))).toBeNull();
  expect(await icons.of(entry(1, "a"))).toBe("data:1");
  expect(await icons.of(entry(2, "a"))).toBe("data:1");
  expect(ask).toHaveBeenCalledTimes(1);
});

test("a few are asked for at one time, the newest wish first; who scrolls past too many lets the oldest go", async () => {
  const asked: number[] = [];
  const answers: ((found: string | null) => void)[] = [];
  const icons = new Icons((seq) => {
    asked.push(seq);
    return new Promise((answer) => answers.push(answer));
  });
  const found = Array.from({ length: 60 }, (_, at) => icons.of(entry(at)));
  expect(asked).toEqual([0, 1, 2, 3]);
  expect(await found[4]).toBeNull();
  answers[0]?.("data:0");
  expect(await found[0]).toBe("data:0");
  expect(asked.at(-1)).toBe(59);
});

test("a failure is no icon", async () => {
  expect(await new Icons(() => Promise.reject(new Error("gone"))).of(entry(1))).toBeNull();
});

test("no more are kept than a window can show", async () => {
  const ask = vi.fn(async () => "data:");
  const icons = new Icons(ask);
  for (let seq = 0; seq <= 100; seq++) await icons.of(entry(seq));
  await icons.of(entry(100));
  expect(ask).toHaveBeenCalledTimes(101);
  await icons.of(entry(0));
  expect(ask).toHaveBeenCalledTimes(102);
});
