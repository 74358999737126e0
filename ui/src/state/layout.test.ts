import { beforeEach, expect, test } from "vitest";

import { Layout, WIDTHS } from "./layout.svelte";

beforeEach(() => localStorage.clear());

test("what the person arranged is there in the next window", () => {
  const layout = new Layout();
  layout.resize("feeds", 300.4);
  layout.fold("folder:Sport", true);
  layout.grouping = "story";
  layout.at({ kind: "tag", name: "a:b" }, 7);
  const next = new Layout();
  expect(next.width("feeds")).toBe(300);
  expect(next.isFolded("folder:Sport")).toBe(true);
  expect(next.grouping).toBe("story");
  expect(next.place).toEqual({ view: { kind: "tag", name: "a:b" }, open: 7 });
});

test("no pane grows or shrinks beyond use", () => {
  const layout = new Layout();
  layout.resize("timeline", 5);
  expect(layout.width("timeline")).toBe(WIDTHS.timeline.least);
  layout.resize("timeline", 5000);
  expect(layout.width("timeline")).toBe(WIDTHS.timeline.most);
});

test.each(["", "null", "{", '{"feeds":"wide","timeline":null,"grouping":"moon","folded":7,"view":"nowhere","open":"x"}'])("kept nonsense is as usual: %s", (kept) => {
  localStorage.setItem("tidings.window", kept);
  const layout = new Layout();
  expect(layout.width("feeds")).toBe(WIDTHS.feeds.usual);
  expect(layout.grouping).toBe("time");
  expect(layout.place).toEqual({ view: { kind: "all" }, open: null });
});
