/** Pictures of the main views, for eyes: target/ui-screenshots. */
import { mkdirSync } from "node:fs";

import { test } from "vitest";

import { world } from "./chromium";

const FOLDER = new URL("../../target/ui-screenshots/", import.meta.url).pathname;
mkdirSync(FOLDER, { recursive: true });
const w = world();

const VIEWS: Record<string, { scene: string; go?: (page: import("playwright-core").Page) => Promise<void> }> = {
  welcome: { scene: "empty" },
  main: { scene: "busy", go: async (page) => void (await page.locator("[data-testid=entry-row] > button").first().click()) },
  trouble: { scene: "trouble", go: (page) => page.keyboard.press("j") },
  feed: { scene: "busy", go: (page) => page.locator("[data-feed=city] > button").evaluate((row) => (row as HTMLElement).click()) },
  add: {
    scene: "busy",
    go: async (page) => {
      await page.keyboard.press("a");
      await page.getByTestId("paste-box").fill("https://news.example.org/stream");
      await page.keyboard.press("Enter");
      await page.getByTestId("confirm-add").waitFor();
    },
  },
  settings: { scene: "busy", go: (page) => page.keyboard.press(",") },
  shortcuts: { scene: "busy", go: (page) => page.keyboard.press("?") },
};

for (const [name, { scene, go }] of Object.entries(VIEWS)) {
  for (const theme of ["light", "dark"] as const) {
    for (const [width, height] of [
      [1280, 800],
      [400, 800],
    ] as const) {
      test(`${name} ${theme} ${width}`, async () => {
        const page = await w.open(scene, { theme, width, height });
        if (scene !== "empty") await page.getByTestId("entry-row").first().waitFor();
        await go?.(page);
        await page.screenshot({ path: `${FOLDER}${name}-${theme}-${width}.png` });
      });
    }
  }
}
