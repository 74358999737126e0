/**
 * Reference pictures in docs/images/ui, compared with tolerance. `PICTURES=update npm run journeys` draws them anew: look at each before
 * it is committed. They are drawn with Debian's fonts; a machine with other fonts sees other letters, and says so here.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";

import type { Page } from "playwright-core";
import { PNG } from "pngjs";

import { alike, difference } from "./difference";
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
  const [before, drawn] = [`${REFERENCES}${name}.png`, `${SEEN}${name}.difference.png`];
  if (DRAWING) renew(before, PNG.sync.read(await steady(take)), `${SEEN}${name}.new.png`);
  const begun = Date.now();
  for (;;) {
    const problem = compare(before, await take(), drawn);
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

/** What differs by chance stays as it is: letters are not drawn alike twice, and each drawing is kept for ever. */
function renew(file: string, seen: PNG, beside: string): void {
  if (existsSync(file) && alike(PNG.sync.read(readFileSync(file)), flat(seen))) return;
  replace(file, beside, small(seen));
}

/** Another test may read a reference while it is drawn anew: it finds the old one or the new one, whole. */
function replace(file: string, beside: string, content: Buffer): void {
  writeFileSync(beside, content);
  renameSync(beside, file);
}

/** What a person would see to be different from the picture in `file`; `drawn` shows it, and is there only where something is. */
export function compare(file: string, seen: Buffer, drawn: string): string | null {
  rmSync(drawn, { force: true });
  const name = basename(file);
  if (!existsSync(file)) return `${name} is not there: draw it with PICTURES=update`;
  // Both by way of the palette: what is lost on it is lost in both.
  const [before, now] = [PNG.sync.read(readFileSync(file)), flat(PNG.sync.read(seen))];
  if (now.width !== before.width || now.height !== before.height) return `${name} has another size than what is seen`;
  const different = difference(before, now);
  if (different.problem === null) return null;
  if (different.drawn) writeFileSync(drawn, PNG.sync.write(different.drawn));
  return `${name} is not what is seen: ${different.problem}; see ${drawn}`;
}
