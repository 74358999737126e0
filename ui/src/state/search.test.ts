import { describe, expect, test } from "vitest";

import type { HistoryEntry } from "../bindings/HistoryEntry";
import { excerpt, hasTerm, isUnfinished, marked, matches, parseTerms, termText, toggleTerm, wordsOf } from "./search";
import { suggest } from "./suggest";

const terms = (typed: string) => parseTerms(typed).map(({ field, value, not }) => `${not ? "not " : ""}${field ?? "text"} ${value}`);

describe("the search language", () => {
  test("filters, quotes and minus", () => {
    expect(terms('feed:hn is:unread -tag:goal "exact words" -word')).toEqual(["feed hn", "is unread", "not tag goal", "text exact words", "not text word"]);
    expect(terms('folder:"My folder" Feed:"City alerts"')).toEqual(["folder My folder", "feed City alerts"]);
  });

  test("what only looks like a filter is text", () => {
    expect(terms("https://example.org 12:30 foo:bar")).toEqual(["text https://example.org", "text 12:30", "text foo:bar"]);
  });

  test("a quote that is still open, and an empty filter", () => {
    expect(terms('"half a phr')).toEqual(["text half a phr"]);
    expect(terms('tag: "" -')).toEqual(["text -"]);
  });

  test("a day of which a part is typed is not searched for yet", () => {
    for (const half of ["after:", "after:2", "before:202", "goal after:2026-", "after:2026-1", "-before:2026-11-", "after:2026-11-0", "after:7"]) expect(isUnfinished(half), half).toBe(true);
    for (const whole of ["", "goal", "after:2026", "after:2026-11", "before:2026-11-01", "after:7d", "after:today"]) expect(isUnfinished(whole), whole).toBe(false);
  });

  test("a term is found where it stands", () => {
    for (const { start, end, value } of parseTerms('a feed:"x y" b')) expect('a feed:"x y" b'.slice(start, end)).toContain(value);
  });

  test("what is put together is read as it was meant", () => {
    expect(parseTerms(termText("folder", 'A "b" c', true))).toMatchObject([{ field: "folder", value: "A b c", not: true }]);
  });

  test("a filter is put in and taken out, and of days there is one", () => {
    expect(toggleTerm("goal", "is", "unread")).toBe("is:unread goal");
    expect(toggleTerm("is:unread goal", "is", "unread")).toBe("goal");
    expect(toggleTerm("after:2026-11-01 goal", "after", "2026-11-22")).toBe("after:2026-11-22 goal");
    expect(hasTerm("IS:Unread", "is", "unread")).toBe(true);
    expect(hasTerm("-is:unread", "is", "unread")).toBe(false);
  });
});

describe("whether a new row belongs", () => {
  const feeds = [{ id: "demo", name: "Rovers – Harbour", folder: "Sport" }];
  const row = { feed: "demo", read: false, starred: true, rang: false, highlighted: true, tags: ["Goal"], link: null, image: null, urgency: "critical" } as unknown as HistoryEntry;

  test.each([
    ["feed:demo", true],
    ['feed:"rovers – harbour" folder:sport tag:goal is:unread is:starred is:highlighted', true],
    ["is:rang", false],
    ["feed:rovers is:urgent -is:read has:tag -has:picture", true],
    ["-is:rang -has:link", true],
    ["tag:card", false],
    ["goal", null],
    ["is:rang goal", false],
    ["after:2026-11-01", null],
  ])("%s: %s", (typed, expected) => {
    expect(matches(typed, row, feeds)).toBe(expected);
  });
});

test("a feed that is called by its identifier is that one and no other, as the core takes it", () => {
  const feeds = [{ id: "hn", name: "Hacker News" }, { id: "hn-jobs", name: "Jobs at hn" }];
  const of = (feed: string) => ({ feed, tags: [] }) as unknown as HistoryEntry;
  expect(matches("feed:hn", of("hn-jobs"), feeds)).toBe(false);
  expect(matches("-feed:HN", of("hn-jobs"), feeds)).toBe(true);
  expect(matches("feed:hn", of("hn"), feeds)).toBe(true);
  expect(matches("feed:jobs", of("hn-jobs"), feeds)).toBe(true);
});

describe("marks", () => {
  const hits = (text: string, typed: string) => marked(text, wordsOf(typed)).map(({ text: piece, hit }) => (hit ? `[${piece}]` : piece)).join("");

  test("case and accents are no difference", () => {
    expect(hits("Déjà vu in Malmö", "deja malmo")).toBe("[Déjà] vu in [Malmö]");
  });

  test("what is filtered by or left out is not marked", () => {
    expect(hits("goal and card", "tag:goal -card and")).toBe("goal [and] card");
  });

  test("signs of patterns are signs", () => {
    expect(hits("1.5 (of 15)", '"(of" 1.5')).toBe("[1.5] [(of] 15)");
  });

  test("nothing is lost, whatever is marked", () => {
    for (const text of ["", "ß straße", "👩‍👩‍👧 family", "İstanbul", "नमस्ते"]) expect(marked(text, ["a", "s", "👧"]).map((piece) => piece.text).join("")).toBe(text);
  });

  test("a long text starts shortly before what was found", () => {
    const long = `${"word ".repeat(40)}needle at the end`;
    expect(excerpt(long, ["needle"])).toMatch(/^… (word ){3,5}needle at the end$/);
    expect(excerpt("needle first", ["needle"])).toBe("needle first");
    expect(excerpt(long, [])).toBe(long);
  });
});

describe("suggestions", () => {
  const world = { feeds: [{ id: "a", name: "City alerts", folder: "Town" }], tags: ["goal", "golf"] };
  const offered = (typed: string) => suggest(typed, typed.length, world, "2026-11-22").map(({ search }) => search);

  test("fields by their beginning, values by any part", () => {
    expect(offered("f")).toEqual(["feed:", "folder:"]);
    expect(offered("x tag:go")).toEqual(["x tag:goal ", "x tag:golf "]);
    expect(offered("feed:alert")).toEqual(['feed:"City alerts" ']);
    expect(offered("-is:unr")).toEqual(["-is:unread "]);
    expect(offered("after:2")).toEqual(["after:2026-11-22 "]);
    expect(offered("has:li")).toEqual(["has:link "]);
  });

  test("what begins so comes before what has it inside, however often that is used", () => {
    const tags = ["science", "traffic", "lock", "music", "attack", "basic", "public", "tactic", "stock", "card"];
    const terms = suggest("tag:c", 5, { feeds: [], tags }, "2026-11-22").map(({ term }) => term);
    expect(terms[0]).toBe("tag:card");
    expect(terms).toHaveLength(8);
  });

  test("nothing for what is whole, and for words", () => {
    expect(offered("tag:goal")).toEqual([]);
    expect(offered("weather ")).toEqual([]);
    expect(offered("https://x")).toEqual([]);
  });
});
