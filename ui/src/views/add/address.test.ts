import { expect, test } from "vitest";

import type { CatalogueEntry } from "../../bindings/CatalogueEntry";
import { filled, looksLikeAddress, missing, secretField } from "./address";

const field = (name: string, secret = false) => ({ name, label: name, hint: "", secret, placeholder: "" });
const entry = { url: "https://{server}/api?tag={tag}", fields: [field("server"), field("tag"), field("Authorization", true)] } as CatalogueEntry;

test("what was filled in stands in the address, and no secret does", () => {
  expect(filled(entry, { server: "https://mastodon.social/", tag: "two words&more", Authorization: "hush" })).toBe("https://mastodon.social/api?tag=two%20words%26more");
});

test("empty fields are missing", () => {
  expect(missing(entry, { server: " ", tag: "x" })).toEqual(["server", "Authorization"]);
});

test.each(["https://example.org", "example.org/stream", "ntfy.sh/topic", "user@example.org", "localhost:8080", "file:///x"])("%j is an address", (typed) =>
  expect(looksLikeAddress(typed)).toBe(true),
);
test.each(["football", "hacker news", "", "live scores"])("%j is a search", (typed) => expect(looksLikeAddress(typed)).toBe(false));

test("a secret goes where the core keeps it", () => {
  expect(["Authorization", "bearer", "query:token"].map(secretField)).toEqual(["header:Authorization", "bearer", "query:token"]);
});
