/** The ways to the views: for the accessibility checks and the pictures. */
import "../memory";

import type { Page } from "playwright-core";

/** A look and a width of the window. */
export type Shot = `${"light" | "dark" | "light-contrast" | "dark-contrast" | "rtl"}-${"1280" | "800" | "400" | "zoom"}`;

/** Of every view a reference is kept at each width in each theme. */
export const USUAL: readonly Shot[] = ["light-1280", "dark-1280", "light-800", "dark-800", "light-400", "dark-400"];
/** Of the main view, with more contrast too. */
export const CONTRAST: readonly Shot[] = ["light-contrast-1280", "dark-contrast-1280"];

export interface ViewUnderTest {
  scene: string;
  /** Those that are kept as references beside `USUAL`. */
  pictures?: readonly Shot[];
  /** The way there is another one in a narrow window. */
  eachSize?: true;
  go?: (page: Page) => Promise<unknown>;
}

export const rows = (page: Page) => page.getByTestId("entry-row").first().waitFor();
/** The list of feeds is out of sight in a narrow window; its rows can be clicked all the same. */
export const choose = (page: Page, selector: string) => page.locator(selector).first().dispatchEvent("click");

export async function add(page: Page, url: string, until?: string): Promise<void> {
  await rows(page);
  await page.keyboard.press("a");
  await page.getByTestId("paste-box").fill(url);
  await page.keyboard.press("Enter");
  await (until === undefined ? page.getByTestId("confirm-add") : page.getByText(until).first()).waitFor();
}

export async function dialog(page: Page, key: string): Promise<void> {
  await rows(page);
  await page.keyboard.press(key);
  await page.getByRole("dialog").waitFor();
}

export async function search(page: Page, words: string): Promise<void> {
  await rows(page);
  await page.keyboard.press("/");
  await page.keyboard.type(words);
}

export async function feedPage(page: Page, feed: string, key: string): Promise<void> {
  await rows(page);
  await choose(page, `[data-feed=${feed}] > button`);
  await page.locator(`[data-feed=${feed}] > button[aria-current=page]`).waitFor({ state: "attached" });
  await page.keyboard.press(key);
  await page.getByTestId("feed-page").waitFor();
}

export async function speak(page: Page, language: string): Promise<void> {
  await page.evaluate((language) => window.memory.editSettings({ window: { language } }), language);
  await page.locator(`html[lang=${language}]`).waitFor({ state: "attached" });
}

/** The three panes, with an entry open. */
export const main = (language = "en"): ViewUnderTest => ({
  scene: "busy",
  go: async (page) => {
    await rows(page);
    if (language !== "en") await speak(page, language);
    await page.getByText("Storm warning raised to orange").first().click();
    await page.getByTestId("entry-detail").waitFor();
  },
});

/** The page of a feed whose server is down. */
export const health = (language = "en"): ViewUnderTest => ({
  scene: "busy",
  go: async (page) => {
    await rows(page);
    if (language !== "en") await speak(page, language);
    await feedPage(page, "city", "h");
    await page.locator("figure svg").first().waitFor();
  },
});
