/**
 * Each main view, in both themes, wide and narrow: no violations of axe-core, and a picture for eyes in target/ui-screenshots.
 */
import { mkdirSync } from "node:fs";

import axe from "axe-core";
import { expect, test } from "vitest";

import { world } from "./chromium";
import { VIEWS } from "./views";

const PICTURES = new URL("../../target/ui-screenshots/", import.meta.url).pathname;
mkdirSync(PICTURES, { recursive: true });
const w = world();

for (const [name, { scene, go }] of Object.entries(VIEWS)) {
  for (const theme of ["light", "dark"] as const) {
    for (const width of [1280, 400]) {
      test(`${name}, ${theme}, ${width} px`, async () => {
        const page = await w.open(scene, { theme, width });
        await go?.(page);
        await page.screenshot({ path: `${PICTURES}${name}-${theme}-${width}.png` });
        await page.evaluate(axe.source);
        const found = await page.evaluate(async () => {
          const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document);
          return violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map((node) => `${node.html}: ${node.failureSummary}`) }));
        });
        expect(found).toEqual([]);
      });
    }
  }
}
