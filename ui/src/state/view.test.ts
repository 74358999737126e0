import { describe, expect, test } from "vitest";

import { filterOf, placeOf, type View } from "./view";

const EVERYWHERE = { feed: null, search: "goal", unread: false, starred: false };
const VIEWS: View[] = [
  { kind: "all" },
  { kind: "unread" },
  { kind: "starred" },
  { kind: "rang" },
  { kind: "feed", id: "hn" },
  { kind: "folder", name: "Work" },
  { kind: "tag", name: "city" },
  { kind: "saved", id: "mine" },
  { kind: "counted", seqs: [1, 2] },
];

describe("what a view shows", () => {
  test.each(VIEWS)("a search that is begun in $kind is of the whole history", (view) => {
    const saved = [{ id: "mine", name: "Mine", search: "is:starred", unread: 0 }];
    expect(filterOf(view, " goal ", saved)).toEqual(EVERYWHERE);
  });

  test("a summary shows what it counted", () => {
    expect(filterOf({ kind: "counted", seqs: [1, 2] }, "")).toEqual({ feed: null, search: null, unread: false, starred: false, only: [1, 2] });
  });

  test("a search can be kept within a feed, a folder or a tag", () => {
    expect(placeOf({ kind: "feed", id: "hn" })).toEqual({ field: "feed", value: "hn" });
    expect(placeOf({ kind: "tag", name: "city" })).toEqual({ field: "tag", value: "city" });
    expect(placeOf({ kind: "unread" })).toBeNull();
  });
});
