/** A picture with few colours as a small PNG: a palette takes a third of the room, and nothing from a text. */
import { crc32, deflateSync } from "node:zlib";

import { PNG } from "pngjs";

/** As many as one byte can name. */
const COLOURS = 256;
/** Closer than this, as the square of a distance, two colours are one: so near that a soft shadow stays soft, so far that there is room for all. */
const CLOSE = 4;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Eight bits a pixel, by palette. */
const INDEXED = [8, 3, 0, 0, 0];

/** The picture as a file. */
export function small(png: PNG): Buffer {
  const { width, height } = png;
  const { palette, place } = few(png);
  const pixels = whole(png);
  const rows = Buffer.alloc((width + 1) * height);
  for (let at = 0; at < pixels.length; at++) rows[at + 1 + Math.floor(at / width)] = place.get(pixels[at] ?? 0) ?? 0;
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", Buffer.concat([size, Buffer.from(INDEXED)])),
    chunk("PLTE", Buffer.from(palette.flatMap((one) => parts(one)))),
    chunk("IDAT", deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** The picture as the file of it shows it, without writing one. */
export function flat(png: PNG): PNG {
  const { palette, place } = few(png);
  const shown = new PNG({ width: png.width, height: png.height });
  const four = Buffer.from(palette.flatMap((one) => [...parts(one), 0xff]));
  const colours = new Uint32Array(four.buffer, four.byteOffset, palette.length);
  const [from, to] = [whole(png), whole(shown)];
  for (let at = 0; at < from.length; at++) {
    const like = at > 0 && from[at] === from[at - 1];
    to[at] = (like ? to[at - 1] : colours[place.get(from[at] ?? 0) ?? 0]) ?? 0;
  }
  return shown;
}

/** The pixels, each as one number: which, depends on the machine. */
function whole({ data, width, height }: PNG): Uint32Array {
  return new Uint32Array(data.buffer, data.byteOffset, width * height);
}

/** The colours that stand for all others, and which of them stands for each pixel. */
function few(png: PNG): { palette: number[]; place: Map<number, number> } {
  const pixels = whole(png);
  const used = new Map<number, { colour: number; pixels: number }>();
  for (let at = 0, run = 1; at < pixels.length; at++, run++) {
    const pixel = pixels[at] ?? 0;
    // Most pixels are as the one before: they are counted together.
    if (pixel === pixels[at + 1]) continue;
    const known = used.get(pixel);
    if (known) known.pixels += run;
    else used.set(pixel, { colour: png.data.readUIntBE(at * 4, 3), pixels: run });
    run = 0;
  }
  const byUse = [...used.values()].sort((a, b) => b.pixels - a.pixels || a.colour - b.colour).map(({ colour }) => colour);
  const palette = chosen(byUse);
  return { palette, place: new Map([...used].map(([pixel, { colour }]) => [pixel, nearest(palette, colour)])) };
}

function parts(colour: number): [number, number, number] {
  return [colour >> 16, (colour >> 8) & 255, colour & 255];
}

/** The colours most used that can be told apart. */
function chosen(byUse: readonly number[]): number[] {
  const palette: number[] = [];
  for (const colour of byUse) {
    if (palette.length === COLOURS) break;
    if (palette.every((one) => distance(one, colour) > CLOSE)) palette.push(colour);
  }
  return palette;
}

function distance(a: number, b: number): number {
  const red = (a >> 16) - (b >> 16);
  const green = ((a >> 8) & 255) - ((b >> 8) & 255);
  const blue = (a & 255) - (b & 255);
  return red * red + green * green + blue * blue;
}

/** The first of those that are nearest. */
function nearest(palette: readonly number[], colour: number): number {
  let [best, least] = [0, Infinity];
  palette.forEach((one, at) => {
    const far = distance(one, colour);
    if (far < least) [best, least] = [at, far];
  });
  return best;
}

function chunk(name: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, "latin1"), body]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
