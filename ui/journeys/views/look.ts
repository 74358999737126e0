/**
 * Every view and state: no violations of axe-core, in both themes, with more contrast, from right to left, narrow, and at 200 % zoom; and
 * pictures, some of them references.
 */
import axe from "axe-core";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";

import { world } from "../chromium";
import { DRAWING, picture } from "../pictures";
import { type Shot, USUAL, type ViewUnderTest } from "./ways";

const w = world();
/** The moment of all pictures. */
const AT = new Date("2026-11-22T14:30:00Z");
/** For all looks of one view, on a busy machine, in milliseconds. */
const PATIENCE = 180_000;

interface Look {
  name: string;
  theme: "light" | "dark";
  contrast?: "high";
  dir?: "rtl";
}

interface Size {
  width: number;
  height: number;
  name: string;
  looks: Look[];
}

const LIGHT: Look = { name: "light", theme: "light" };
const DARK: Look = { name: "dark", theme: "dark" };
const DARK_CONTRAST: Look = { name: "dark-contrast", theme: "dark", contrast: "high" };

/** Sizes in CSS pixels; 200 % zoom of a window is a window of half its size. */
const SIZES: Size[] = [
  {
    width: 1280,
    height: 800,
    name: "1280",
    looks: [LIGHT, DARK, { name: "light-contrast", theme: "light", contrast: "high" }, DARK_CONTRAST, { name: "rtl", theme: "light", dir: "rtl" }],
  },
  { width: 800, height: 800, name: "800", looks: [LIGHT, DARK] },
  { width: 400, height: 800, name: "400", looks: [LIGHT, DARK, DARK_CONTRAST] },
  { width: 640, height: 400, name: "zoom", looks: [LIGHT] },
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

/** What a change of the size sets off is on the screen two frames later. */
async function resize(page: Page, { width, height }: Size): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
}

async function violations(page: Page): Promise<unknown[]> {
  return page.evaluate(async () => {
    // WCAG 2.2 wants 24 pixels for a finger; axe leaves that out unless it is asked.
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
      resultTypes: ["violations"],
      rules: { "target-size": { enabled: true } },
    });
    return violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map((node) => `${node.html}: ${node.failureSummary}`) }));
  });
}

/** Looks at the view in one size, and answers what is wrong with it. */
async function look(page: Page, name: string, view: ViewUnderTest, size: Size): Promise<unknown[]> {
  const problems: unknown[] = [];
  // The pictures first: what is marked for a moment is still marked.
  for (const look of seen(view, size)) {
    await dress(page, look);
    problems.push(await picture(page, `${name}-${look.name}-${size.name}`, isReference(view, look, size)));
  }
  if (DRAWING) return [];
  await page.evaluate(axe.source);
  for (const look of seen(view, size)) {
    await dress(page, look);
    const found = await violations(page);
    problems.push(found.length > 0 ? { look: `${name}-${look.name}-${size.name}`, found } : null);
  }
  return problems.filter((problem) => problem !== null);
}

/** Who draws the references anew wants these alone. */
const seen = (view: ViewUnderTest, size: Size) => (DRAWING ? size.looks.filter((look) => isReference(view, look, size)) : size.looks);

const isReference = (view: ViewUnderTest, look: Look, size: Size) => [...USUAL, ...(view.pictures ?? [])].includes(`${look.name}-${size.name}` as Shot);

/** A window is opened once for all the looks of a view, and resized: opening takes longer than looking, and people resize windows too. */
export function everyLook(views: Record<string, ViewUnderTest>): void {
  for (const [name, view] of Object.entries(views)) {
    test(name, { timeout: PATIENCE }, async () => {
      const problems: unknown[] = [];
      let page: Page | null = null;
      for (const size of SIZES) {
        if (seen(view, size).length === 0) continue;
        if (page === null || view.eachSize) page = await arrive(view, size);
        else await resize(page, size);
        problems.push(...(await look(page, name, view, size)));
      }
      expect(problems).toEqual([]);
    });
  }
}

async function arrive(view: ViewUnderTest, { width, height }: Size): Promise<Page> {
  const page = await w.open(view.scene, { width, height, at: AT });
  await view.go?.(page);
  return page;
}
