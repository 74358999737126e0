/** What comes out over the window: menus and dialogs, where they stand, what their keys do, and who has the keyboard afterwards. */
import "./memory";

import type { Page } from "playwright-core";
import { expect, test } from "vitest";

import { world } from "./chromium";

const w = world();

/** What has the keyboard, by its name. */
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent?.trim() ?? "");
const menuOf = (page: Page, name: string) => page.locator(".timeline header").getByRole("button", { name: `More for ${name}` });

async function openCity(): Promise<Page> {
  const page = await w.open("busy");
  await page.locator("[data-feed=city] > button").click();
  await menuOf(page, "City alerts").waitFor();
  return page;
}

test("a menu is gone through by keys, and gives the keyboard back", async () => {
  const page = await openCity();
  const press = async (key: string, item: RegExp) => {
    await page.keyboard.press(key);
    await expect.poll(() => focused(page)).toMatch(item);
  };
  await menuOf(page, "City alerts").focus();
  await press("Enter", /^Edit/);
  await press("ArrowDown", /^Pause/);
  await press("End", /^Remove/);
  await press("Home", /^Edit/);
  await press("m", /^Move the feed up/);
  await press("m", /^Move the feed down/);
  // What cannot be chosen is passed over.
  await press("ArrowDown", /^Snooze/);
  await press("ArrowDown", /^Remove/);
  await press("Escape", /^More for City alerts/);
  expect(await page.getByRole("menu").count()).toBe(0);
  await press("ArrowDown", /^Edit/);
  await page.keyboard.press("Tab");
  await page.getByRole("menu").waitFor({ state: "detached" });
  expect(await focused(page)).not.toMatch(/^More for City/);
});

test("two letters lead to what begins with both", async () => {
  const page = await openCity();
  await menuOf(page, "City alerts").press("Enter");
  await page.keyboard.type("rem");
  await expect.poll(() => focused(page)).toMatch(/^Remove/);
});

test("a menu closes when something else is pressed, and its own button closes it too", async () => {
  const page = await openCity();
  const [button, menu] = [menuOf(page, "City alerts"), page.getByRole("menu")];
  await button.click();
  await menu.waitFor();
  await button.click();
  await menu.waitFor({ state: "detached" });
  await button.click();
  await menu.waitFor();
  await page.mouse.click(700, 700);
  await menu.waitFor({ state: "detached" });
});

for (const language of ["en", "ar"]) {
  test(`a menu stands by its button and in the window, however that changes: ${language}`, async () => {
    const page = await openCity();
    await page.locator("[data-feed=city]").hover();
    await page.locator("[data-feed=city] .menu-place button").click();
    await page.getByRole("menu").waitFor();
    // The menu is open while the words, the direction and the size of the window change.
    await page.evaluate((language) => window.memory.editSettings({ window: { language } }), language);
    await page.locator(`html[lang=${language}]`).waitFor({ state: "attached" });
    for (const [width, height] of [[1280, 800], [1000, 420], [1280, 340]] as const) {
      await page.setViewportSize({ width, height });
      const stands = async () => {
        const menu = await page.getByRole("menu").boundingBox();
        const button = await page.locator("[data-feed=city] .menu-place button").boundingBox();
        if (!menu || !button) return "is not there";
        if (menu.x < 0 || menu.y < 0 || menu.x + menu.width > width || menu.y + menu.height > height) return "is cut off";
        const apart = Math.min(Math.abs(menu.y - button.y - button.height), Math.abs(button.y - menu.y - menu.height));
        return apart < 8 && menu.x <= button.x + button.width && menu.x + menu.width >= button.x ? "by its button" : "is elsewhere";
      };
      await expect.poll(stands).toBe("by its button");
    }
  });
}

test("a row that goes takes its open menu along", async () => {
  const page = await openCity();
  await page.locator("[data-feed=radio]").hover();
  await page.locator("[data-feed=radio] .menu-place button").click();
  await page.getByRole("menu").waitFor();
  await page.evaluate(() => window.memory.removeFeed("radio"));
  await page.locator("[data-feed=radio]").waitFor({ state: "detached" });
  expect(await page.getByRole("menu").count()).toBe(0);
});

test("in a dialog Tab goes round, what lies below cannot be used, and the keyboard goes back where it was", async () => {
  const page = await openCity();
  await page.locator("[data-feed=city] > button").focus();
  await page.keyboard.press("z");
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  expect(await page.locator(".window").evaluate((element) => (element as HTMLElement).inert)).toBe(true);
  for (const key of ["Tab", "Shift+Tab"]) {
    for (let times = 0; times < 30; times += 1) {
      await page.keyboard.press(key);
      expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    }
  }
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("data-feed-id"))).toBe("city");
  expect(await page.locator(".window").evaluate((element) => (element as HTMLElement).inert)).toBe(false);
});

test("a dialog that takes the place of another gives the keyboard back to who had it before both", async () => {
  const page = await openCity();
  await page.locator("[data-feed=city] > button").focus();
  await page.keyboard.press(",");
  await page.getByRole("searchbox").fill("idle_seconds");
  await page.getByTestId("each-feed").getByRole("button").click();
  await page.getByTestId("feed-page").waitFor();
  expect(await page.getByRole("dialog").count()).toBe(1);
  expect(await page.getByRole("dialog").evaluate((element) => element.contains(document.activeElement))).toBe(true);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("data-feed-id"))).toBe("city");
});

test("what can be undone can be undone while a dialog is open, by hand and by keyboard", async () => {
  const page = await w.open("busy");
  await page.getByTestId("entry-row").first().waitFor();
  const unread = () => page.evaluate(() => window.memory.snapshot().then(({ feeds }) => feeds.reduce((sum, feed) => sum + feed.unread, 0)));
  const before = await unread();
  await page.keyboard.press("Shift+A");
  await expect.poll(unread).toBe(0);
  await page.keyboard.press("Shift+Z");
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  const undo = page.getByTestId("toast-undo");
  const has = () => undo.evaluate((element) => element === document.activeElement);
  for (let times = 0; times < 30 && !(await has()); times += 1) await page.keyboard.press("Tab");
  expect(await has()).toBe(true);
  await undo.click();
  await expect.poll(unread).toBe(before);
  expect(await dialog.count()).toBe(1);
});

test("a press beside a dialog closes it, and text that is marked out of it does not", async () => {
  const page = await w.open("busy");
  await page.getByTestId("entry-row").first().waitFor();
  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog");
  const box = await dialog.boundingBox();
  if (!box) throw new Error("the dialog is not there");
  await page.mouse.move(box.x + 40, box.y + 120);
  await page.mouse.down();
  await page.mouse.move(box.x - 60, box.y + 120);
  await page.mouse.up();
  expect(await dialog.count()).toBe(1);
  await page.mouse.click(box.x - 60, box.y + 120);
  await dialog.waitFor({ state: "detached" });
});
