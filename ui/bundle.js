/**
 * Holds the built window to its budget: all that a person's webview may ever load, compressed, in every language; without the core in
 * memory of the tests. What it loads before the first row is less, and is said beside it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET = 200_000;
const folder = new URL("dist/assets/", import.meta.url);
const files = readdirSync(folder).filter((name) => /\.(js|css)$/.test(name) && !name.startsWith("host-"));
const sizeOf = (names) => names.reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, folder))).length, 0);
const size = sizeOf(files);
const first = sizeOf(files.filter((name) => name.startsWith("index-")));

console.log(`The window is ${Math.round(size / 1000)} kB compressed, of ${BUDGET / 1000} kB; ${Math.round(first / 1000)} kB of it at first.`);
if (size > BUDGET) {
  console.error("It has outgrown its budget: see what came in, or raise the budget in ui/bundle.js and say why.");
  process.exit(1);
}
