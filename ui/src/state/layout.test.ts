import { beforeEach, expect, test } from "vitest";

import { Layout, WIDTHS } from "./layout.svelte";

beforeEach(() => localStorage.clear());

test("what the person arranged is there in the next window", () => {
  const layout = new Layout();
  layout.resize("feeds", 300.4);
  layout.fold("folder:Sport", true);
  layout.grouping = "story";
  const spot = { view: { kind: "tag", name: "a:b" }, search: "goal", open: 7, top: 9, pane: "detail" } as const;
  layout.at(spot);
  const next = new Layout();
  expect(next.width("feeds")).toBe(300);
  expect(next.isFolded("folder:Sport")).toBe(true);
  expect(next.grouping).toBe("story");
  expect(next.spot).toEqual(spot);
});

test("no pane grows or shrinks beyond use", () => {
  const layout = new Layout();
  layout.resize("timeline", 5);
  expect(layout.width("timeline")).toBe(WIDTHS.timeline.least);
  layout.resize("timeline", 5000);
  expect(layout.width("timeline")).toBe(WIDTHS.timeline.most);
});

test.each(["", "null", "{", '{"feeds":"wide","timeline":null,"grouping":"moon","folded":7,"view":"nowhere","open":"x","top":1.5,"pane":"cellar"}'])("kept nonsense is as usual: %s", (kept) => {
  localStorage.setItem("tidings.window", kept);
  const layout = new Layout();
  expect(layout.width("feeds")).toBe(WIDTHS.feeds.usual);
  expect(layout.grouping).toBe("time");
  expect(layout.spot).toEqual({ view: { kind: "all" }, search: "", open: null, top: null, pane: "timeline" });
});
