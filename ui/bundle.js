/** Holds the built window to its budget: what a person's webview loads, compressed, without the core in memory of the tests. */
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET = 200_000;
const folder = new URL("dist/assets/", import.meta.url);
const files = readdirSync(folder).filter((name) => /\.(js|css)$/.test(name) && !name.startsWith("host-"));
const size = files.reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, folder))).length, 0);

console.log(`The window is ${Math.round(size / 1000)} kB compressed, of ${BUDGET / 1000} kB.`);
if (size > BUDGET) {
  console.error("It has outgrown its budget: see what came in, or raise the budget in ui/bundle.js and say why.");
  process.exit(1);
}
