import { expect, test } from "vitest";

import { linked } from "./links";

const links = (text: string) => linked(text).filter((piece) => piece.link).map((piece) => piece.text);

test("addresses stand apart, and nothing of the text is lost", () => {
  const text = "See https://example.org/a?b=1#c and HTTP://example.org.";
  expect(links(text)).toEqual(["https://example.org/a?b=1#c", "HTTP://example.org"]);
  expect(linked(text).map((piece) => piece.text).join("")).toBe(text);
});

test("stops and brackets of the sentence are no part of an address, those of its own are", () => {
  expect(links("(https://example.org/x).")).toEqual(["https://example.org/x"]);
  expect(links("https://example.org/Rust_(language), and")).toEqual(["https://example.org/Rust_(language)"]);
  expect(links("“https://example.org/x”…")).toEqual(["https://example.org/x"]);
});

test("what is no web address stays text", () => {
  for (const text of ["javascript:alert(1)", "mailto:a@example.org", "example.org", "https://", "http:///"]) expect(links(text), text).toEqual([]);
});

test("a mark of direction ends an address: what is shown is what is opened", () => {
  expect(links("https://example.org/‮gpj.exe")).toEqual(["https://example.org/"]);
});
