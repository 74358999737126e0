/**
 * A history of 200,000 entries: what scrolling through it costs. The figures go to target/ui-figures.json, where the benchmark report
 * reads them; here they are held to generous bounds only, as a busy machine is no slow window.
 */
import "./memory";

import { mkdirSync, writeFileSync } from "node:fs";

import { expect, test } from "vitest";

import { world } from "./chromium";

/** How many entries the flood brings: the benchmark asks for a million. */
const FLOOD = Number(process.env["FLOOD"] ?? 40_000);
/** Of these the core in memory lets go at a time, so that only the window is weighed. */
const LET_GO = 20_000;
/** So many rows at most are elements of the page: what is seen, and a little on either side. */
const ELEMENTS = 50;
/** How long a busy machine may take over it, in milliseconds. */
const PATIENCE = 240_000;
const TARGET = new URL("../../target/", import.meta.url).pathname;
const w = world();

interface Figures {
  rows: number;
  first_page_ms: number;
  frames: number;
  frame_p50_ms: number;
  frame_p95_ms: number;
  frame_max_ms: number;
  /** What the page's own thread had to do for a frame: the same on a busy machine and a quiet one. */
  work_per_frame_ms: number;
  script_per_frame_ms: number;
  long_tasks: number;
  long_tasks_ms: number;
  rows_passed: number;
  /** From the key to the oldest row on the screen. */
  to_oldest_ms: number;
  heap_start_mb: number;
  heap_scrolled_mb: number;
  heap_grown_mb: number;
  elements_most: number;
  streamed: number;
}
const figures: Partial<Figures> = { rows: 200_000 };

const heap = async () => {
  const session = await w.page.context().newCDPSession(w.page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = (await session.send("Runtime.getHeapUsage")) as { usedSize: number };
  return Math.round(usedSize / 100_000) / 10;
};
/** Asks what the page's thread has spent, in seconds of the processor. */
async function meter(): Promise<() => Promise<Record<string, number>>> {
  const session = await w.page.context().newCDPSession(w.page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = (await session.send("Performance.getMetrics")) as { metrics: { name: string; value: number }[] };
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
}
const at = (sorted: number[], part: number) => Math.round((sorted[Math.floor(sorted.length * part)] ?? 0) * 10) / 10;

test("among 200,000 entries one scrolls without stalls and goes to the oldest, and they are not all kept", { timeout: PATIENCE }, async () => {
  const page = await w.open("vast");
  await page.getByTestId("entry-row").first().waitFor();
  figures.first_page_ms = Math.round(
    await page.evaluate(async () => {
      const start = performance.now();
      document.querySelector<HTMLElement>("[data-view=rang]")?.click();
      while (!document.querySelector("h1[dir=auto]")?.textContent?.includes("Rang") || !document.querySelector("[data-testid=entry-row]")) {
        await new Promise(requestAnimationFrame);
      }
      return performance.now() - start;
    }),
  );
  await page.locator("[data-view=all]").click();
  await page.getByRole("heading", { level: 1, name: "All" }).waitFor();
  figures.heap_start_mb = await heap();

  const spent = await meter();
  const before = await spent();
  const run = await page.evaluate(async () => {
    const list = document.querySelector<HTMLElement>("[role=list][aria-label=Timeline]") as HTMLElement;
    const tasks: number[] = [];
    const observer = new PerformanceObserver((seen) => tasks.push(...seen.getEntries().map((entry) => entry.duration)));
    observer.observe({ type: "longtask" });
    const frames: number[] = [];
    let most = 0;
    let lowest = Infinity;
    let last = await new Promise<number>(requestAnimationFrame);
    for (let frame = 0; frame < 1500; frame++) {
      list.scrollBy(0, 240);
      const now = await new Promise<number>(requestAnimationFrame);
      frames.push(now - last);
      last = now;
      if (frame % 50 === 0) {
        const rows = [...document.querySelectorAll<HTMLElement>("[data-testid=entry-row]")];
        most = Math.max(most, rows.length);
        lowest = Math.min(lowest, ...rows.map((row) => Number(row.dataset["seq"])));
      }
    }
    observer.disconnect();
    return { frames, tasks, most, lowest };
  });
  const after = await spent();
  const perFrame = (name: string) => Math.round((((after[name] ?? 0) - (before[name] ?? 0)) / run.frames.length) * 100_000) / 100;
  const sorted = run.frames.toSorted((a, b) => a - b);
  Object.assign(figures, {
    frames: sorted.length,
    frame_p50_ms: at(sorted, 0.5),
    frame_p95_ms: at(sorted, 0.95),
    frame_max_ms: at(sorted, 0.9999),
    work_per_frame_ms: perFrame("TaskDuration"),
    script_per_frame_ms: perFrame("ScriptDuration"),
    long_tasks: run.tasks.length,
    long_tasks_ms: Math.round(run.tasks.reduce((sum, task) => sum + task, 0)),
    rows_passed: 200_004 - run.lowest,
    elements_most: run.most,
    heap_scrolled_mb: await heap(),
  });
  expect(figures.rows_passed).toBeGreaterThan(3000);
  expect(run.most).toBeLessThan(ELEMENTS);
  const gone = Date.now();
  // In the list of views the key is the list's own.
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press("End");
  await page.locator("[data-testid=entry-row][data-seq='1']").waitFor({ timeout: 30_000 });
  Object.assign(figures, { to_oldest_ms: Date.now() - gone, heap_scrolled_mb: Math.max(figures.heap_scrolled_mb ?? 0, await heap()) });
  expect(await page.getByTestId("entry-row").count()).toBeLessThan(ELEMENTS);
  // The rows that were passed are let go: the heap holds a window upon them.
  expect((figures.heap_scrolled_mb ?? 0) - (figures.heap_start_mb ?? 0)).toBeLessThan(30);
  // Of the processor's time, which is the same on a busy machine: half of what a frame of a display with sixty of them has.
  expect(figures.work_per_frame_ms).toBeLessThan(8);
  await page.keyboard.press("Home");
  await page.locator("[data-testid=entry-row][data-seq='200004']").waitFor();
});

test("where one stands far down, the way back up is there", async () => {
  const page = await w.open("vast");
  await page.getByTestId("entry-row").first().waitFor();
  const down = () =>
    page.evaluate(async () => {
      const list = document.querySelector<HTMLElement>("[role=list][aria-label=Timeline]") as HTMLElement;
      for (let frame = 0; frame < 60; frame++) {
        list.scrollTo(0, list.scrollHeight);
        await new Promise(requestAnimationFrame);
      }
      return Math.min(...[...document.querySelectorAll<HTMLElement>("[data-testid=entry-row]")].map((row) => Number(row.dataset["seq"])));
    });
  while ((await down()) > 200_004 - 4000);
  await page.waitForFunction(() => {
    const list = document.querySelector<HTMLElement>("[role=list][aria-label=Timeline]") as HTMLElement;
    list.scrollTo(0, 0);
    return document.querySelector("[data-testid=entry-row][data-seq='200004']") !== null;
  });
});

test("a flood of new entries leaves the window as small as it was", { timeout: PATIENCE + FLOOD }, async () => {
  const page = await w.open("demo");
  await page.getByTestId("entry-row").first().waitFor();
  await flood(LET_GO);
  const before = await heap();
  figures.streamed = FLOOD;
  for (let n = 0; n < FLOOD; n += LET_GO) await flood(LET_GO);
  figures.heap_grown_mb = Math.round(((await heap()) - before) * 10) / 10;
  expect(figures.heap_grown_mb).toBeLessThan(50);
  mkdirSync(TARGET, { recursive: true });
  writeFileSync(`${TARGET}ui-figures.json`, `${JSON.stringify(figures, null, 2)}\n`);
});

/** New entries, as fast as the window takes them. What the core in memory keeps of them is not the window's. */
async function flood(entries: number): Promise<void> {
  const last = await w.page.evaluate(async (n) => {
    let seq = 0;
    for (let i = 0; i < n; i++) {
      ({ seq } = window.memory.store.append("demo-news", { title: `Flood ${i}`, minutesAgo: 0 }, "rang", true));
      if (i % 500 === 499) {
        window.memory.hint();
        await new Promise(requestAnimationFrame);
      }
    }
    return seq;
  }, entries);
  await w.page.locator(`[data-testid=entry-row][data-seq="${last}"]`).waitFor();
  expect(await w.page.evaluate(() => window.memory.forget())).toBeGreaterThan(entries - 1);
}
