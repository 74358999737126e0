/** Where two pictures of one size differ, so that what a person would see is found, and the edge of a letter drawn elsewhere is not. */
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";

/** A thousandth of a picture may differ: less than a line of text. */
const PART = 0.001;
/** The side of a square, in pixels: a small button. */
const SQUARE = 16;
/** How many pixels of one square may differ: less than any drawing on a button has. */
const IN_A_SQUARE = 20;

export interface Difference {
  /** What a person would see; null where nothing. */
  problem: string | null;
  /** Both pictures in one, what differs in red; null where nothing does. */
  drawn: PNG | null;
}

export function difference(before: PNG, now: PNG): Difference {
  if (before.data.equals(now.data)) return { problem: null, drawn: null };
  const { width, height } = before;
  const drawn = new PNG({ width, height });
  const pixels = pixelmatch(before.data, now.data, drawn.data, width, height, { threshold: 0.1, diffColor: [255, 0, 0] });
  if (pixels > width * height * PART) return { problem: `${pixels} pixels differ`, drawn };
  const square = fullest(drawn);
  if (square.pixels > IN_A_SQUARE) return { problem: `${square.pixels} pixels differ about ${square.x}, ${square.y}`, drawn };
  return { problem: null, drawn };
}

/** In one colour by more than this, a pixel is another one: a shade. */
const SHADE = 10;

/**
 * Whether what differs between two pictures is chance: a few pixels. Stricter than `difference`, which overlooks a ground that is another one and
 * as bright: what a reference is to show may be just that.
 */
export function alike(before: PNG, now: PNG): boolean {
  if (before.width !== now.width || before.height !== now.height) return false;
  let pixels = 0;
  for (let at = 0; at < before.data.length && pixels <= IN_A_SQUARE; at += 4) {
    if ([at, at + 1, at + 2].some((one) => Math.abs((before.data[one] ?? 0) - (now.data[one] ?? 0)) > SHADE)) pixels++;
  }
  return pixels <= IN_A_SQUARE;
}

/** The square with most differences. They lie half over each other, so that no drawing is cut apart by their edges. */
function fullest(drawn: PNG): { x: number; y: number; pixels: number } {
  let most = { x: 0, y: 0, pixels: 0 };
  for (let y = 0; y < drawn.height; y += SQUARE / 2) {
    for (let x = 0; x < drawn.width; x += SQUARE / 2) {
      const pixels = within(drawn, x, y);
      if (pixels > most.pixels) most = { x, y, pixels };
    }
  }
  return most;
}

function within({ width, height, data }: PNG, left: number, top: number): number {
  let pixels = 0;
  for (let y = top; y < Math.min(top + SQUARE, height); y++) {
    for (let x = left; x < Math.min(left + SQUARE, width); x++) if (data.readUIntBE((y * width + x) * 4, 3) === 0xff0000) pixels++;
  }
  return pixels;
}
