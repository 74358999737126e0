import { expect, test } from "vitest";

import type { HistoryEntry } from "../bindings/HistoryEntry";
import { Selection } from "./selection.svelte";

const list = [5, 4, 3, 2, 1].map((seq) => ({ seq }) as HistoryEntry);
const chosen = (selection: Selection) => list.filter(({ seq }) => selection.has(seq)).map(({ seq }) => seq);

test("a range reaches from where it started, either way", () => {
  const selection = new Selection();
  selection.toggle(3);
  selection.reach(list, 5);
  expect(chosen(selection)).toEqual([5, 4, 3]);
  selection.reach(list, 1);
  expect(chosen(selection)).toEqual([3, 2, 1]);
});

test("without a start the range begins at the row the person comes from", () => {
  const selection = new Selection();
  selection.reach(list, 2, 4);
  expect(chosen(selection)).toEqual([4, 3, 2]);
});

test("what is shown no more is chosen no more", () => {
  const selection = new Selection();
  selection.all(list);
  selection.keep(list.slice(0, 2));
  expect(selection.size).toBe(2);
});
