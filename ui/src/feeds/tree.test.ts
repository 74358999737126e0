import { expect, test } from "vitest";

import { foldersOf, type Placed, put, slotOf, step, tree } from "./tree";

const feeds: Placed[] = [
  { id: "a", folder: null },
  { id: "b", folder: "Sport" },
  { id: "c", folder: null },
  { id: "d", folder: "Sport" },
];
const shape = (all: readonly Placed[]) => tree(all).map((node) => (node.kind === "feed" ? node.feed.id : `${node.name}(${node.feeds.map(({ id }) => id).join("")})`)).join(" ");

test("a folder stands where its first feed does, and holds all of its feeds", () => {
  expect(shape(feeds)).toBe("a Sport(bd) c");
  expect(foldersOf(feeds)).toEqual(["Sport"]);
});

test("step by step a feed goes past others, into a folder and out of it again", () => {
  const way = ["a Sport(bd) c"];
  let now: Placed[] = feeds;
  for (;;) {
    const slot = step(now, "a", 1);
    if (!slot) break;
    now = put(now, "a", slot);
    way.push(shape(now));
  }
  expect(way).toEqual(["a Sport(bd) c", "Sport(abd) c", "Sport(bad) c", "Sport(bda) c", "Sport(bd) a c", "Sport(bd) c a"]);
});

test("every step can be taken back", () => {
  for (const { id } of feeds) {
    for (const by of [1, -1] as const) {
      const slot = step(feeds, id, by);
      if (!slot) continue;
      const moved = put(feeds, id, slot);
      expect(put(moved, id, slotOf(feeds, id))).toEqual(feeds);
    }
  }
});

test("the only feed of a folder leaves it before it goes on", () => {
  const two: Placed[] = [
    { id: "x", folder: "News" },
    { id: "y", folder: null },
  ];
  const slot = step(two, "x", 1);
  expect(slot && shape(put(two, "x", slot))).toBe("x y");
});
