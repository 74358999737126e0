/** So many that two of them can be told apart. */
const HUES = 12;

/** A colour for each feed, the same each day: by what its identifier comes to. */
export function hueOf(id: string): number {
  // FNV-1a, in 32 bits.
  let hash = 0x811c9dc5;
  for (const letter of id) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return ((hash >>> 8) % HUES) * (360 / HUES);
}

/** The letter a feed is known by at a glance. */
export function initialOf(name: string): string {
  return (/[\p{L}\p{N}]/u.exec(name)?.[0] ?? "•").toLocaleUpperCase();
}
