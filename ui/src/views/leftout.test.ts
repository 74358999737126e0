// @vitest-environment node
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { leftOut } from "./leftout";

const core = (file: string) => readFileSync(join(import.meta.dirname, "../../../crates", file), "utf8");
/** What a function of the core says, word by word; its last brace stands `deep`. */
const said = (file: string, name: string, deep: string) => {
  const body = core(file).split(`fn ${name}(`)[1]?.split(`\n${deep}}\n`)[0] ?? "";
  return [...body.matchAll(/"([a-z_. ]+)"\.to_owned\(\)/g)].map(([, word]) => word ?? "");
};

test("every setting of the core's is called as the feed's page calls it", () => {
  const all = [...said("model/src/connect.rs", "secrets", "    "), ...said("engine/src/exchange/mod.rs", "left_out", "")];
  expect(all.sort()).toEqual(["basic password", "bearer token", "bell.command", "ca_file", "private_network", "proxy", "proxy password"]);
  expect(all.map(leftOut).filter((words) => words.includes("("))).toEqual(["Certificates trusted beside the system's (a PEM file)"]);
});

test("what has a name of its own is named", () => {
  expect(leftOut("X-Token")).toBe("Request headers (X-Token)");
  expect(leftOut("query key")).toBe("Secret fields of the address (key)");
});
