import { expect, test } from "vitest";

import { fieldsOf, inserted } from "./fields";

const paths = (data: unknown) => fieldsOf(JSON.stringify(data)).map((field) => field.path);

test("fields are named as a template names them", () => {
  expect(paths({ home: "Rovers", score: { home: 1 }, items: [{ name: "a" }], "odd name": 1 })).toEqual(["home", "score.home", "items[0].name", 'data["odd name"]']);
});

test("names that mean something else at the top are reached through the data", () => {
  expect(paths({ title: "x", id: 7, deep: { title: "y" } })).toEqual(["data.title", "data.id", "deep.title"]);
});

test("bare values, lists and plain text have names too", () => {
  expect(fieldsOf("42")).toEqual([{ path: "data", value: "42" }]);
  expect(paths([{ a: 1 }])).toEqual(["data[0].a"]);
  expect(fieldsOf("just words")).toEqual([{ path: "raw", value: "just words" }]);
});

test("what is huge or deep is cut", () => {
  expect(fieldsOf(JSON.stringify(Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, i]))))).toHaveLength(200);
  expect(fieldsOf(JSON.stringify({ a: "x".repeat(500) }))[0]?.value).toHaveLength(81);
});

test("a field goes where the cursor is", () => {
  expect(inserted("Goal:  now", 6, 6, "{{ a }}")).toEqual({ text: "Goal: {{ a }} now", at: 13 });
});
