/** One headless Chromium for all journeys; a fresh page for each, which must end without an error. */
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";

import { type Served, serve } from "./server";

const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const FLAGS =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

interface Opening {
  theme?: "light" | "dark";
  width?: number;
  height?: number;
  /** The test moves the page's clock. */
  clock?: boolean;
  /** The time stands still there. */
  at?: Date;
}

export interface World {
  page: Page;
  /** Opens the window on the core in memory. */
  open: (scene: string, more?: Opening) => Promise<Page>;
}

/** Calls in a test file; the answered world is filled anew before each test. */
export function world(): World {
  let browser: Browser;
  let served: Served;
  let troubles: string[] = [];
  const world = {} as World;

  beforeAll(async () => {
    served = await serve(new URL("../dist", import.meta.url).pathname);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS.split(" ") });
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  beforeEach(() => {
    troubles = [];
    world.open = async (scene, { theme = "light", width = 1280, height = 800, clock = false, at } = {}) => {
      await world.page?.context().close();
      const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, reducedMotion: "reduce", locale: "en-GB", timezoneId: "UTC" });
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      page.on("pageerror", (error) => troubles.push(`page error: ${error.message}`));
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) troubles.push(`console ${message.type()}: ${message.text()}`);
      });
      page.on("request", (request) => {
        const url = request.url();
        if (!url.startsWith(served.origin) && !url.startsWith("data:")) troubles.push(`asked for ${url}`);
      });
      if (clock) await page.clock.install();
      if (at) await page.clock.setFixedTime(at);
      // The shell does the same (`freezePrototype`): whoever writes over a method of all objects fails here too.
      await page.addInitScript(() => void Object.freeze(Object.prototype));
      await page.goto(`${served.origin}/?host=memory&scene=${scene}`);
      await page.waitForSelector("main");
      world.page = page;
      return page;
    };
  });
  afterEach(async () => {
    await world.page?.context().close();
    // A refused style, script or address by the Content-Security-Policy is a console error too.
    expect(troubles).toEqual([]);
  });
  return world;
}
