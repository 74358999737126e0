import { expect, test } from "vitest";

import { newWords } from "./words";

const shown = (now: string, before: string | null) => newWords(now, before).map(({ text, fresh }) => (fresh ? `[${text}]` : text)).join("");

test("of a score only the number that changed is marked", () => {
  expect(shown("Rovers 2–1 Harbour", "Rovers 1–1 Harbour")).toBe("Rovers [2]–1 Harbour");
});

test("where words came in, those that were not there are marked", () => {
  expect(shown("Build 12 failed on main", "Build 12 runs")).toBe("Build 12 [failed] [on] [main]");
});

test("without a before, and where nothing changed, nothing is marked", () => {
  expect(shown("Same", null)).toBe("Same");
  expect(shown("Same", "Same")).toBe("Same");
});
