import { expect, test } from "vitest";

import { text } from "./text";

const RINGS = ["rang", "gathered", "pending", "failed", "silent:bell_off", "silent:feed_never", "silent:not_urgent", "silent:already_read", "silent:replaced"];

test("every code of a ring has its own sentence, and an unknown one shows as it is", () => {
  const sentences = RINGS.map(text.ring.why);
  expect(new Set(sentences).size).toBe(RINGS.length);
  for (const sentence of sentences) expect(sentence).toMatch(/\.$/);
  expect(text.ring.why("silent:moon")).toBe("silent:moon");
});

test("numbers agree with their nouns", () => {
  expect(text.newRows(1)).toBe("1 new entry");
  expect(text.newRows(2)).toBe("2 new entries");
  expect(text.found(0, false)).toBe("Nothing found.");
});

test("a wait that is over is said to be", () => {
  expect(text.state.retryIn(0)).toBe("Trying again now");
  expect(text.state.retryIn(12)).toBe("Trying again in 12 s");
});
