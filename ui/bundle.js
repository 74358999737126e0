/**
 * Holds the built window to its budget: all of its code, styles and languages, compressed as Tauri packs them into the program (brotli). Without
 * the core in memory of the tests. Beside it is said what one person's window loads before the first row.
 */
import { readdirSync, readFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

const BUDGET = 200_000;
/** As tauri-codegen does in release. */
const packed = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length;
const dist = new URL("dist/", import.meta.url);
const files = readdirSync(new URL("assets/", dist)).filter((name) => /\.(js|css)$/.test(name) && !name.startsWith("host-"));
const sizes = new Map(files.map((name) => [name, packed(readFileSync(new URL(`assets/${name}`, dist)))]));
const sum = (names) => names.reduce((all, name) => all + (sizes.get(name) ?? 0), 0);
const kB = (bytes) => `${Math.round(bytes / 1000)} kB`;

const page = readFileSync(new URL("index.html", dist), "utf8");
const first = sum(files.filter((name) => page.includes(name)));
const whole = sum(files);

console.log(`The window is ${kB(whole)} compressed, of ${kB(BUDGET)}; ${kB(first)} of it before the first row.`);
if (whole > BUDGET) {
  console.error("It has outgrown its budget: see what came in, or raise the budget in ui/bundle.js and say why.");
  process.exit(1);
}
