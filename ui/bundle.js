/**
 * Holds the built window to its budget: all that one person's webview may ever load, compressed: the code of every view and the
 * largest catalogue beside English, which is in it. Without the core in memory of the tests. Beside it
 * is said what is loaded before the first row, and what the whole of it weighs with every language.
 */
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET = 200_000;
const dist = new URL("dist/", import.meta.url);
const files = readdirSync(new URL("assets/", dist)).filter((name) => /\.(js|css)$/.test(name) && !name.startsWith("host-"));
const sizes = new Map(files.map((name) => [name, gzipSync(readFileSync(new URL(`assets/${name}`, dist))).length]));
const sum = (names) => names.reduce((all, name) => all + (sizes.get(name) ?? 0), 0);
const kB = (bytes) => `${Math.round(bytes / 1000)} kB`;

const languages = files.filter((name) => /^[a-z]{2}-[^.]+\.js$/.test(name)).sort((a, b) => sizes.get(b) - sizes.get(a));
const page = readFileSync(new URL("index.html", dist), "utf8");
const first = sum(files.filter((name) => page.includes(name)));
const whole = sum(files);
const most = whole - sum(languages.slice(1));

console.log(`The window is ${kB(most)} compressed at most, of ${kB(BUDGET)}: ${kB(first)} before the first row; ${kB(whole)} with all ${languages.length + 1} languages.`);
if (most > BUDGET) {
  console.error("It has outgrown its budget: see what came in, or raise the budget in ui/bundle.js and say why.");
  process.exit(1);
}
