import { expect, test } from "vitest";

import { pollOptions } from "./polling";

test("lengths are offered in whole units, and one of a person's own among them", () => {
  expect(pollOptions(null).map(({ label }) => label)).toEqual(["At its own rhythm (5 to 60 minutes)", "5 minutes", "15 minutes", "30 minutes", "1 hour", "6 hours", "24 hours"]);
  expect(pollOptions(90)[1]).toEqual({ value: "90", label: "90 seconds" });
  expect(pollOptions(300)).toHaveLength(7);
});
