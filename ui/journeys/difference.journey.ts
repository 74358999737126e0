/** The comparison of pictures sees what a person sees: tried on a picture of the window with one small thing changed on its white ground. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { PNG } from "pngjs";
import { expect, test } from "vitest";

import { alike, difference } from "./difference";
import { flat, small } from "./palette";
import { compare } from "./pictures";

const MAIN = readFileSync(new URL("../../docs/images/ui/main-light-1280.png", import.meta.url));
const whole = () => PNG.sync.read(MAIN);

function fill({ data, width }: PNG, [left, top, across, down]: readonly [number, number, number, number], colour: number): void {
  for (let y = top; y < top + down; y++) {
    for (let x = left; x < left + across; x++) data.writeUIntBE(colour, (y * width + x) * 4, 3);
  }
}

function changed(at: readonly [number, number, number, number], colour: number): string | null {
  const now = whole();
  fill(now, at, colour);
  return difference(whole(), now).problem;
}

test("what is alike is alike, by way of the palette too", () => {
  expect(difference(whole(), PNG.sync.read(small(whole()))).problem).toBeNull();
});

test("what stands on the palette is what its file shows", () => {
  const faint = whole();
  for (let at = 0; at < 5_000; at++) faint.data.writeUIntBE(at * 3, at * 16, 3);
  const file = PNG.sync.read(small(faint));
  expect(file.data.equals(faint.data)).toBe(false);
  expect(flat(faint).data.equals(file.data)).toBe(true);
});

test("a button in another colour is seen", () => {
  expect(changed([1210, 300, 60, 30], 0x0a6170)).toMatch(/pixels differ/);
});

test("a chevron where a triangle was is seen", () => {
  expect(changed([1210, 300, 6, 6], 0x171b1c)).toMatch(/pixels differ about/);
});

test("the edge of a letter is not", () => {
  expect(changed([1210, 300, 1, 12], 0x52595b)).toBeNull();
});

test("a picture is drawn anew for a ground as bright as before, and for no edge of a letter", () => {
  const [dark, chosen, letter] = [whole(), whole(), whole()];
  fill(dark, [1210, 300, 60, 30], 0x282d30);
  fill(chosen, [1210, 300, 60, 30], 0x17424b);
  fill(letter, [1210, 300, 1, 12], 0x52595b);
  expect(alike(dark, chosen)).toBe(false);
  expect(alike(whole(), letter)).toBe(true);
});

test("a drawing of the difference goes when there is none any more", () => {
  const folder = mkdtempSync(join(tmpdir(), "pictures-"));
  const [file, drawn] = [join(folder, "main.png"), join(folder, "main.difference.png")];
  writeFileSync(file, small(whole()));
  const other = whole();
  fill(other, [1210, 300, 60, 30], 0x0a6170);
  expect(compare(file, PNG.sync.write(other), drawn)).toMatch(/pixels differ/);
  expect(existsSync(drawn)).toBe(true);
  expect(compare(file, MAIN, drawn)).toBeNull();
  expect(existsSync(drawn)).toBe(false);
  rmSync(folder, { recursive: true });
});
