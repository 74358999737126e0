/**
 * Reference pictures in docs/images/ui, compared with tolerance. `PICTURES=update npm run journeys` draws them anew: look at each before
 * it is committed. They are drawn with Debian's fonts; a machine with other fonts sees other letters, and says so here.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";

import type { Page } from "playwright-core";
import { PNG } from "pngjs";

import { difference } from "./difference";
import { flat, small } from "./palette";

const REFERENCES = new URL("../../docs/images/ui/", import.meta.url).pathname;
/** For eyes: what was seen, and where it differs. */
const SEEN = new URL("../../target/ui-screenshots/", import.meta.url).pathname;

for (const folder of [REFERENCES, SEEN]) mkdirSync(folder, { recursive: true });

/** Whether the references are drawn anew. */
export const DRAWING = process.env["PICTURES"] === "update";

/** How long a picture may take to come to rest, in milliseconds. */
const PATIENCE = 3_000;

/** Takes a picture for eyes, and compares it where it is a reference: answers what is wrong. */
export async function picture(page: Page, name: string, reference: boolean): Promise<string | null> {
  const take = () => page.screenshot({ path: `${SEEN}${name}.png`, caret: "hide", animations: "disabled" });
  if (!reference) {
    await take();
    return null;
  }
  if (DRAWING) writeFileSync(`${REFERENCES}${name}.png`, small(PNG.sync.read(await steady(take))));
  const begun = Date.now();
  for (;;) {
    const problem = compare(name, await take());
    // What floats over the window is moved to its place a little after the window has another size.
    if (problem === null || Date.now() - begun > PATIENCE) return problem;
  }
}

/** The first picture that is like the one before it. */
async function steady(take: () => Promise<Buffer>): Promise<Buffer> {
  let [before, now] = [await take(), await take()];
  for (const begun = Date.now(); !now.equals(before) && Date.now() - begun < PATIENCE; ) [before, now] = [now, await take()];
  return now;
}

function compare(name: string, seen: Buffer): string | null {
  const file = `${REFERENCES}${name}.png`;
  if (!existsSync(file)) return `${name} has no reference picture: draw it with PICTURES=update`;
  // Both by way of the palette: what is lost on it is lost in both.
  const [before, now] = [PNG.sync.read(readFileSync(file)), flat(PNG.sync.read(seen))];
  if (now.width !== before.width || now.height !== before.height) return `${name} has another size than its reference`;
  const { problem, drawn } = difference(before, now);
  if (problem === null) return null;
  if (drawn) writeFileSync(`${SEEN}${name}.difference.png`, PNG.sync.write(drawn));
  return `${name} differs from its reference: ${problem}; see target/ui-screenshots/${name}.difference.png`;
}
