/** A picture with few colours as a small PNG: a palette takes a third of the room, and nothing from a text. */
import { crc32, deflateSync } from "node:zlib";

import type { PNG } from "pngjs";

/** As many as one byte can name. */
const COLOURS = 256;
/** Closer than this, as the square of a distance, two colours are one: so near that a soft shadow stays soft, so far that there is room for all. */
const CLOSE = 4;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Eight bits a pixel, by palette. */
const INDEXED = [8, 3, 0, 0, 0];

export function small({ width, height, data }: PNG): Buffer {
  const colour = (at: number) => data.readUIntBE(at * 4, 3);
  const used = new Map<number, number>();
  for (let at = 0; at < width * height; at++) used.set(colour(at), (used.get(colour(at)) ?? 0) + 1);
  const palette = chosen([...used].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([one]) => one));
  const place = new Map([...used.keys()].map((one) => [one, nearest(palette, one)]));
  const rows = Buffer.alloc((width + 1) * height);
  for (let at = 0; at < width * height; at++) rows[at + 1 + Math.floor(at / width)] = place.get(colour(at)) ?? 0;
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  const colours = Buffer.from(palette.flatMap((one) => parts(one)));
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", Buffer.concat([size, Buffer.from(INDEXED)])),
    chunk("PLTE", colours),
    chunk("IDAT", deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
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
  const other = parts(b);
  return parts(a).reduce((sum, part, at) => sum + (part - (other[at] ?? 0)) ** 2, 0);
}

function nearest(palette: readonly number[], colour: number): number {
  const far = palette.map((one) => distance(one, colour));
  return far.indexOf(Math.min(...far));
}

function chunk(name: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, "latin1"), body]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
