/** Text of a feed never becomes a page's own (threat T1 of the reliability notes). */
import "./memory";

import { expect, test } from "vitest";

import { HOSTILE } from "../src/host/memory/content";
import { world } from "./chromium";

const w = world();

async function expectUnbroken(): Promise<void> {
  const page = w.page;
  expect(await page.evaluate(() => window.broken)).toBeUndefined();
  expect(await page.locator("body script, body iframe, body img:not([src^='data:image/']), body style, body object, body a, [srcdoc], [onerror]").count()).toBe(0);
}

test("hostile strings in every field are shown as they are", async () => {
  const page = await w.open("hostile");
  await page.getByTestId("entry-row").first().waitFor();
  for (const evil of HOSTILE.slice(0, 3)) await page.getByTestId("feed-row").getByText(evil, { exact: true }).first().waitFor();
  for (let i = 0; i < HOSTILE.length; i++) {
    // By its number: the list lets go of rows that a click brings out of sight. Each card has an older row behind its front.
    const seq = 2 * (HOSTILE.length - i);
    await page.locator(`[data-testid=entry-row][data-seq="${seq}"] > button`).first().click();
    const detail = page.locator(`[data-testid=entry-detail][data-seq="${seq}"]`);
    await detail.waitFor();
    // One that is open is no longer among the closed: the first of them, until there is none.
    const closed = detail.locator("button[aria-expanded=false]");
    while ((await closed.count()) > 0) await closed.first().click();
    const evil = HOSTILE[HOSTILE.length - 1 - i] ?? "";
    expect(await detail.locator("h1").textContent()).toBe(evil);
    expect(await detail.locator(".body").textContent()).toBe(evil);
    // The link is no address: the core says so, and nothing goes anywhere.
    await detail.getByRole("button", { name: "Open link" }).click();
    await page.getByText("This link is not opened").first().waitFor();
    await page.getByRole("button", { name: "Dismiss" }).last().click();
    await expectUnbroken();
  }
  expect(await page.evaluate(() => window.memory.opened)).toEqual([]);
});

test("hostile strings in feeds, dialogs and previews are shown as they are", async () => {
  const page = await w.open("hostile");
  for (const i of [0, 1]) {
    await page.locator(`[data-feed=evil-${i}] > button`).click();
    await page.getByRole("heading", { level: 1, name: HOSTILE[i] ?? "" }).waitFor();
    await page.keyboard.press("e");
    await page.getByTestId("edit-feed").waitFor();
    await expectUnbroken();
    await page.keyboard.press("Escape");
    await page.getByTestId("edit-feed").waitFor({ state: "detached" });
  }
  await page.keyboard.press(",");
  await page.getByTestId("settings").waitFor();
  await page.keyboard.press("Escape");
  await page.getByTestId("settings").waitFor({ state: "detached" });
  await page.keyboard.press("a");
  await page.getByTestId("paste-box").fill("https://example.org/hostile");
  await page.keyboard.press("Enter");
  await page.getByTestId("preview").getByRole("listitem").first().waitFor();
  await expectUnbroken();
});
