// @vitest-environment node
/** Every key of docs/configuration.md has its place in the window, and no place names a key that is not there. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { FEED_SETTINGS } from "./feedsettings";
import { offered, PARTS, SETTINGS } from "./settings";

const page = readFileSync(join(import.meta.dirname, "../../../docs/configuration.md"), "utf8");
const example = /```toml\n([^]*?)```/.exec(page)?.[1] ?? "";

/** `[feeds.match.bell]` with `sound = …` is `[feeds.*.bell] sound`: names that a person chooses are all alike. */
function keysOf(toml: string): string[] {
  let table = "";
  const keys = toml.split("\n").flatMap((line) => {
    const header = /^\[([a-z.-]+)\]/.exec(line)?.[1];
    if (header !== undefined) {
      const [first = "", , ...rest] = header.split(".");
      table = header.includes(".") ? [first, "*", ...rest].join(".") : first;
      return [];
    }
    const key = /^(?:# )?([a-z_0-9]+) = /.exec(line)?.[1];
    return key === undefined ? [] : [`[${table}] ${key}`];
  });
  return [...new Set(keys)];
}

/** Written by Tidings, and told of below the example. */
const TOLD_BELOW = ["[bell] request_hosts"];
/** The editor of templates has more fields than the example shows, as docs/templates.md tells. */
const inTemplates = (key: string) => key.startsWith("[feeds.*.template]");

test("the example is read as it is meant", () => {
  expect(keysOf('[a]\nb = 1\n# c = 2\n[feeds.match.bell]\nd = "x"\n')).toEqual(["[a] b", "[a] c", "[feeds.*.bell] d"]);
  expect(keysOf(example).length).toBeGreaterThan(50);
});

test("every key has its place in the window", () => {
  const places = [...SETTINGS, ...FEED_SETTINGS].map(({ key }) => key).concat(...Object.values(PARTS).map(({ keys }) => keys));
  const documented = [...keysOf(example), ...TOLD_BELOW];
  expect(documented.filter((key) => !places.includes(key))).toEqual([]);
  expect(places.filter((key) => !documented.includes(key) && !inTemplates(key))).toEqual([]);
});

test("what popups cannot do on a system is not offered", () => {
  const without = (answers: boolean, peace: boolean) => SETTINGS.filter((one) => !offered({ answers, peace }).includes(one)).map(({ key }) => key);
  expect(without(true, true)).toEqual([]);
  expect(without(false, false)).toEqual(["[bell] follow_do_not_disturb", "[bell] dismiss_reads"]);
  expect(without(true, false)).toEqual(["[bell] follow_do_not_disturb"]);
});

test("every one has a name and, where the name does not say it all, a sentence", () => {
  for (const { label } of FEED_SETTINGS) expect(label()).not.toBe("");
});
