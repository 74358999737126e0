/** What is to be in sight, beside another thing, or said once: measured and read where it is drawn. */
import "./memory";

import type { Locator } from "playwright-core";
import { expect, test } from "vitest";

import { world } from "./chromium";

const w = world();

const box = async (of: Locator) => {
  const found = await of.boundingBox();
  if (found === null) throw new Error("It is not drawn.");
  return found;
};

test("a feed that keys choose is in sight in the list", async () => {
  const page = await w.open("busy");
  await page.getByTestId("entry-row").first().waitFor();
  await page.evaluate(async () => {
    const [first] = (await window.memory.snapshot()).feeds;
    for (let n = 0; first && n < 60; n++) window.memory.addView({ ...first, id: `many-${n}`, name: `Feed ${n}` });
    window.memory.hint();
  });
  await page.locator("[data-feed=many-59]").waitFor({ state: "attached" });
  const list = await box(page.locator(".places"));
  await page.locator("[data-feed=lab] > button").click();
  for (let n = 0; n < 30; n++) await page.keyboard.press("Shift+J");
  const row = page.locator("[data-feed=many-29]");
  await row.locator("button[aria-current=page]").waitFor();
  await expect.poll(async () => (await box(row)).y + (await box(row)).height).toBeLessThanOrEqual(list.y + list.height + 1);
  for (let n = 0; n < 34; n++) await page.keyboard.press("Shift+K");
  await expect.poll(async () => (await box(page.locator(".places [aria-current=page]"))).y).toBeGreaterThanOrEqual(list.y - 1);
});

test("a list that fills a dialog ends at the dialog's edge, where its last row is cut", async () => {
  const page = await w.open("busy");
  await page.getByTestId("entry-row").first().waitFor();
  for (const [key, list] of [["Control+k", page.getByTestId("palette").getByRole("listbox")], ["a", page.getByTestId("catalogue").getByRole("list")]] as const) {
    await page.keyboard.press(key);
    const dialog = page.getByRole("dialog");
    await list.getByText(/./).first().waitFor();
    const [inner, outer] = [await box(list), await box(dialog)];
    expect(Math.abs(inner.y + inner.height - outer.y - outer.height)).toBeLessThanOrEqual(2);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  }
});

test("that nothing was found is said once", async () => {
  const page = await w.open("busy");
  await page.getByTestId("entry-row").first().waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("zzzz");
  await page.getByText("Try fewer or other words").waitFor();
  expect(await page.locator(".timeline").getByText("Nothing found").count()).toBe(1);
});

test("where a login can be given in the window, nobody is sent to the file", async () => {
  const page = await w.open("busy");
  await page.getByTestId("entry-row").first().waitFor();
  await page.keyboard.press("a");
  await page.getByTestId("paste-box").fill("https://example.org/private");
  await page.keyboard.press("Enter");
  await page.getByText("This feed wants a login").waitFor();
  expect(await page.getByTestId("preview").getByText("tidings.toml").count()).toBe(0);
});

test("the settings say which part of them is read, and take a value back beside its control", async () => {
  const page = await w.open("busy");
  await page.getByTestId("entry-row").first().waitFor();
  await page.evaluate(() => window.memory.editSettings({ window: { density: "compact", theme: "light" } }));
  await page.keyboard.press(",");
  const current = page.getByRole("navigation", { name: "Settings" }).locator("[aria-current]");
  await expect.poll(() => current.allInnerTexts()).toEqual(["Appearance"]);
  const middle = async (of: Locator) => {
    const { y, height } = await box(of);
    return y + height / 2;
  };
  const row = page.locator("[data-setting=theme]");
  expect(Math.abs((await middle(row.getByRole("button"))) - (await middle(row.locator("select"))))).toBeLessThanOrEqual(1.5);
  for (const part of ["Connections", "About", "Appearance"]) {
    await page.getByRole("navigation", { name: "Settings" }).getByRole("button", { name: part }).click();
    await expect.poll(() => current.allInnerTexts()).toEqual([part]);
  }
});

test("beside what is wrong with a feed stands the way to where it is mended", async () => {
  const page = await w.open("busy");
  await page.getByTestId("entry-row").first().waitFor();
  for (const [code, tab] of [["denied", "Connection"], ["not_found", "General"], ["template", "Template"]] as const) {
    await page.evaluate((code) => window.memory.set("backups", { state: { state: "stopped", since: new Date().toISOString(), reason: "It was refused.", code } as never }), code);
    await page.locator("[data-feed=backups] > button").click();
    const head = page.locator(".timeline header");
    await head.getByRole("button", { name: "Reconnect now" }).waitFor();
    await head.locator(".act").getByRole("button").last().click();
    await page.getByRole("tab", { name: tab, selected: true }).waitFor();
    await page.keyboard.press("Escape");
  }
});
