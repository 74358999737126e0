/**
 * Reference pictures in docs/images/ui, compared with tolerance. `PICTURES=update npm run journeys` draws them anew: look at each before
 * it is committed. They are drawn with Debian's fonts; a machine with other fonts sees other letters, and says so here.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";

import type { Page } from "playwright-core";
import { PNG } from "pngjs";
import { expect } from "vitest";

import { difference } from "./difference";
import { small } from "./palette";

const REFERENCES = new URL("../../docs/images/ui/", import.meta.url).pathname;
/** For eyes: what was seen, and where it differs. */
const SEEN = new URL("../../target/ui-screenshots/", import.meta.url).pathname;

for (const folder of [REFERENCES, SEEN]) mkdirSync(folder, { recursive: true });

/** Whether the references are drawn anew. */
export const DRAWING = process.env["PICTURES"] === "update";

/** Takes a picture for eyes, and compares it where it is a reference. */
export async function picture(page: Page, name: string, reference: boolean): Promise<void> {
  const file = `${REFERENCES}${name}.png`;
  const seen = await page.screenshot({ path: `${SEEN}${name}.png`, caret: "hide", animations: "disabled" });
  if (!reference) return;
  if (DRAWING) writeFileSync(file, small(PNG.sync.read(seen)));
  expect(existsSync(file), `${name} has no reference picture: draw it with PICTURES=update`).toBe(true);
  // Both by way of the palette: what is lost on it is lost in both.
  const [before, now] = [PNG.sync.read(readFileSync(file)), PNG.sync.read(small(PNG.sync.read(seen)))];
  expect([now.width, now.height], name).toEqual([before.width, before.height]);
  const { problem, drawn } = difference(before, now);
  if (problem !== null) writeFileSync(`${SEEN}${name}.difference.png`, PNG.sync.write(drawn));
  expect(problem, `${name} differs from its reference: see target/ui-screenshots/${name}.difference.png`).toBeNull();
}
