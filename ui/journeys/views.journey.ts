/**
 * Every view and state: no violations of axe-core, in both themes, with more contrast, from right to left, narrow, and at 200 % zoom; and
 * pictures, some of them references.
 */
import axe from "axe-core";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";

import { world } from "./chromium";
import { DRAWING, picture } from "./pictures";
import { type Shot, USUAL, VIEWS } from "./views";

const w = world();
/** The moment of all pictures. */
const AT = new Date("2026-11-22T14:30:00Z");

interface Look {
  name: string;
  theme: "light" | "dark";
  contrast?: "high";
  dir?: "rtl";
}

/** Sizes in CSS pixels; 200 % zoom of a window is a window of half its size. */
const SIZES: { width: number; height?: number; name: string; looks: Look[] }[] = [
  {
    width: 1280,
    name: "1280",
    looks: [
      { name: "light", theme: "light" },
      { name: "dark", theme: "dark" },
      { name: "light-contrast", theme: "light", contrast: "high" },
      { name: "dark-contrast", theme: "dark", contrast: "high" },
      { name: "rtl", theme: "light", dir: "rtl" },
    ],
  },
  {
    width: 400,
    name: "400",
    looks: [
      { name: "light", theme: "light" },
      { name: "dark", theme: "dark" },
      { name: "dark-contrast", theme: "dark", contrast: "high" },
    ],
  },
  { width: 640, height: 400, name: "zoom", looks: [{ name: "light", theme: "light" }] },
  {
    width: 800,
    name: "800",
    looks: [
      { name: "light", theme: "light" },
      { name: "dark", theme: "dark" },
    ],
  },
];

async function dress(page: Page, { theme, contrast, dir }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
  await page.evaluate(
    ([more, side]) => {
      document.documentElement.dataset["contrast"] = more ?? "standard";
      document.documentElement.dir = side ?? (document.documentElement.lang === "ar" ? "rtl" : "ltr");
    },
    [contrast, dir],
  );
}

async function violations(page: Page): Promise<unknown[]> {
  return page.evaluate(async () => {
    // WCAG 2.2 wants 24 pixels for a finger; axe leaves that out unless it is asked.
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, { rules: { "target-size": { enabled: true } } });
    return violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map((node) => `${node.html}: ${node.failureSummary}`) }));
  });
}

for (const [name, view] of Object.entries(VIEWS)) {
  for (const { width, height = 800, name: size, looks } of SIZES) {
    const wanted: readonly Shot[] = [...USUAL, ...(view.pictures ?? [])];
    // Who draws the references anew wants these alone.
    const seen = DRAWING ? looks.filter((look) => wanted.includes(`${look.name}-${size}` as Shot)) : looks;
    if (seen.length === 0) continue;
    test(`${name}, ${size}`, async () => {
      const page = await w.open(view.scene, { width, height, at: AT });
      await view.go?.(page);
      // The pictures first: what is marked for a moment is still marked.
      for (const look of seen) {
        await dress(page, look);
        const shot = `${look.name}-${size}` as Shot;
        await picture(page, `${name}-${shot}`, wanted.includes(shot));
      }
      if (DRAWING) return;
      await page.evaluate(axe.source);
      for (const look of seen) {
        await dress(page, look);
        expect({ look: look.name, found: await violations(page) }).toEqual({ look: look.name, found: [] });
      }
    });
  }
}
