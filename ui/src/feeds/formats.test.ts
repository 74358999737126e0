// @vitest-environment node
import { readdirSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { formatOptions } from "./formats";

const PAGES = join(import.meta.dirname, "../../../docs/feeds");
const values = (current: string) => formatOptions(current).map(({ value }) => value);

test("every format that has a page can be chosen, and no other", () => {
  const pages = readdirSync(PAGES).filter((page) => page !== "README.md");
  expect(values("auto").sort()).toEqual(pages.map((page) => page.replace(/\.md$/, "")).sort());
});

test("a format that only the file names stays as it is, and what was recognised is called by its name", () => {
  expect(formatOptions("of-tomorrow").at(-1)).toEqual({ value: "of-tomorrow", label: "of-tomorrow" });
  expect(formatOptions("auto", "couchdb")[0]?.label).toBe("Automatic: CouchDB");
});
