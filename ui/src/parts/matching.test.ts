import { expect, test } from "vitest";

import { matching } from "./matching";

const NAMES = ["Close, or back", "Mark all read", "Mark the feed read", "Go to “Café”", "Read or unread"];
const find = (words: string) => matching(NAMES, words, (name) => name);

test("no words find everything, in its order", () => expect(find(" ")).toEqual(NAMES));
test("names that begin with the words come first, then those with a word that does", () => {
  expect(find("read")).toEqual(["Read or unread", "Mark all read", "Mark the feed read"]);
  expect(find("mark read")).toEqual(["Mark all read", "Mark the feed read"]);
});
test("accents and case do not matter", () => expect(find("CAFE")).toEqual(["Go to “Café”"]));
test("nothing is found where nothing is called so", () => expect(find("xyz")).toEqual([]));
