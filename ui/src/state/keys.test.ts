import { expect, test } from "vitest";

import { text } from "../text";
import { ACTIONS } from "./actions";
import { keyName } from "./keys";

const press = (key: string, more: Partial<Parameters<typeof keyName>[0]> = {}) =>
  keyName({ key, code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

test("keys are named as the list shows them", () => {
  expect(press("j")).toBe("j");
  expect(press("A", { shiftKey: true })).toBe("Shift A");
  expect(press("ArrowDown")).toBe("↓");
  expect(press("Escape")).toBe("Esc");
  expect(press("?", { shiftKey: true })).toBe("?");
  expect(press("k", { ctrlKey: true })).toBe("Ctrl K");
  expect(press("k", { metaKey: true })).toBe("Ctrl K");
});

test("caps lock does not make another key of it", () => expect(press("J")).toBe("j"));

test("on a layout of other letters the place of the key counts", () => {
  expect(press("о", { code: "KeyJ" })).toBe("j");
  expect(press("ت", { code: "KeyJ" })).toBe("j");
});

test("keys of the system are left alone", () => {
  expect(press("j", { altKey: true })).toBeNull();
  expect(press("K", { ctrlKey: true, shiftKey: true })).toBeNull();
});

test("every action has a key of its own, and a name", () => {
  const keys = ACTIONS.flatMap((action) => action.keys);
  expect(ACTIONS.filter((action) => action.keys.length === 0)).toEqual([]);
  expect(new Set(keys).size).toBe(keys.length);
  expect(ACTIONS.map((action) => action.id).sort()).toEqual(Object.keys(text.actions).sort());
  // A key that begins a pair does nothing by itself.
  for (const pair of keys.filter((key) => /^. .$/u.test(key))) expect(keys).not.toContain(pair.charAt(0));
});
