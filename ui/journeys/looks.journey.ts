/** What must never stand over something else, measured where it is drawn. */
import "./memory";

import type { Page } from "playwright-core";
import { expect, test } from "vitest";

import { world } from "./chromium";

const w = world();

/** The parts of each starred row whose letters its star covers. */
const covered = (page: Page) =>
  page.locator(".row.starred").evaluateAll((rows) =>
    rows.flatMap((row) => {
      const star = row.querySelector(".star svg")?.getBoundingClientRect();
      const letters = document.createRange();
      return [...row.querySelectorAll(".title, .snippet, time")].flatMap((part) => {
        letters.selectNodeContents(part);
        const box = part.getBoundingClientRect();
        const under = [...letters.getClientRects()].filter(
          ({ left, right, top, bottom }) =>
            star &&
            Math.min(right, box.right) > star.left &&
            Math.max(left, box.left) < star.right &&
            Math.min(bottom, box.bottom) > star.top &&
            Math.max(top, box.top) < star.bottom,
        );
        return under.length > 0 ? [`${part.className}: ${part.textContent}`] : [];
      });
    }),
  );

for (const language of ["en", "ar"]) {
  for (const density of ["comfortable", "compact"] as const) {
    test(`a star covers no letter: ${language}, ${density}`, async () => {
      const page = await w.open("busy");
      await page.evaluate(([language, density]) => window.memory.editSettings({ window: { language, density } }), [language, density] as const);
      await page.locator(`html[lang=${language}][data-density=${density}]`).waitFor({ state: "attached" });
      const long = "Words that go on and on ".repeat(8);
      await page.evaluate(async (long) => {
        const arabic = "عنوان طويل جدا لا يتسع له سطر واحد مهما كان عرض النافذة التي يقرأ فيها";
        for (const [title, body] of [["Short", long] as const, [long, ""] as const, [long, long] as const, [arabic, arabic] as const]) window.memory.say("demo-news", { title, body });
      }, long);
      await page.getByText("Short", { exact: true }).waitFor();
      for (const row of (await page.getByTestId("entry-row").all()).slice(0, 4)) await row.locator(".star").dispatchEvent("click");
      await expect.poll(() => page.locator(".row.starred").count()).toBe(4);
      expect(await covered(page)).toEqual([]);
      // Where the feed is named above all rows, the time stands on the line of the title.
      await page.locator("[data-feed=demo-news] > button").first().dispatchEvent("click");
      await expect.poll(() => page.locator(".row.starred .feed").count()).toBe(0);
      expect(await page.locator(".row.starred").count()).toBe(4);
      expect(await covered(page)).toEqual([]);
      // Those times stand below each other, whatever else a row has to say.
      const ends = await page.locator(".row time").evaluateAll((times, rtl) => times.map((time) => time.getBoundingClientRect()[rtl ? "left" : "right"]), language === "ar");
      expect(new Set(ends).size).toBe(1);
    });
  }
}

test("choosing rows moves none of them", async () => {
  const page = await w.open("busy");
  const first = page.getByTestId("entry-row").first();
  const before = await first.boundingBox();
  await first.getByRole("checkbox").check();
  await page.getByTestId("selection-bar").waitFor();
  expect(await first.boundingBox()).toEqual(before);
});

test("what ends a dialog is in sight in a low window too, and nothing comes out below it", async () => {
  const page = await w.open("busy", { width: 800, height: 500 });
  await page.getByTestId("entry-row").first().waitFor();
  await page.keyboard.press("a");
  await page.getByTestId("paste-box").fill("https://news.example.org/stream");
  await page.keyboard.press("Enter");
  const foot = page.locator(".dialog-end");
  await foot.waitFor();
  const [inner, outer] = [await foot.boundingBox(), await page.getByRole("dialog").boundingBox()];
  const bottom = (box: { y: number; height: number } | null) => (box ? box.y + box.height : 0);
  expect(bottom(outer)).toBeLessThan(500);
  expect(Math.abs(bottom(outer) - bottom(inner))).toBeLessThanOrEqual(1);
});

test("no button is narrower than its words, however little room there is", async () => {
  const page = await w.open("empty", { width: 320 });
  const cut = () => page.getByRole("button").evaluateAll((all) => all.flatMap((one) => (one.scrollWidth > one.clientWidth ? [one.textContent.trim()] : [])));
  for (const language of ["en", "ar", "de"]) {
    await page.evaluate((language) => window.memory.editSettings({ window: { language } }), language);
    await page.locator(`html[lang=${language}]`).waitFor({ state: "attached" });
    expect(await cut()).toEqual([]);
  }
});

test("the chosen tab stays in sight when the window is made narrow, in both directions of writing", async () => {
  for (const language of ["en", "ar"]) {
    const page = await w.open("busy");
    await page.evaluate((language) => window.memory.editSettings({ window: { language } }), language);
    await page.locator(`html[lang=${language}]`).waitFor({ state: "attached" });
    await page.locator("[data-feed=demo-news] > button").click();
    await page.locator("[data-feed=demo-news] > button[aria-current=page]").waitFor();
    await page.keyboard.press("t");
    const tab = page.getByRole("tab", { selected: true });
    await tab.waitFor();
    await tab.focus();
    await page.setViewportSize({ width: 320, height: 700 });
    const strip = page.getByRole("tablist");
    const inside = async () => {
      const [inner, outer] = [await tab.boundingBox(), await strip.boundingBox()];
      return inner !== null && outer !== null && inner.x >= outer.x && inner.x + inner.width <= outer.x + outer.width;
    };
    await expect.poll(inside).toBe(true);
    // The last tab is chosen: what there is more lies before it, and the strip fades there alone.
    const fades = () => strip.evaluate((strip) => [getComputedStyle(strip).getPropertyValue("--left"), getComputedStyle(strip).getPropertyValue("--right")]);
    const [before, after] = language === "ar" ? [1, 0] : [0, 1];
    await expect.poll(fades).toSatisfy((at: string[]) => at[before] !== "" && at[after] === "");
    await page.keyboard.press("Home");
    await expect.poll(fades).toSatisfy((at: string[]) => at[before] === "" && at[after] !== "");
    await page.setViewportSize({ width: 1280, height: 700 });
    await expect.poll(fades).toEqual(["", ""]);
  }
});

test("where the list of feeds is out of sight, a mark says that nothing rings", async () => {
  const page = await w.open("busy", { width: 400 });
  await page.getByTestId("entry-row").first().waitFor();
  const mark = page.getByTestId("quiet-mark");
  expect(await mark.count()).toBe(0);
  await page.evaluate(() => window.memory.snooze(null, "2099-01-01T08:00:00Z"));
  await mark.click();
  await page.getByRole("dialog").waitFor();
});
