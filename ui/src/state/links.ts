/** Addresses that are written in a text. */

export interface Piece {
  text: string;
  /** The piece is an address. */
  link: boolean;
}

/** Controls and marks of direction end an address: what is shown must be what is opened. */
const ADDRESS = /https?:\/\/[^\s<>"“”«»\p{Cc}\p{Cf}]+/giu;
const CLOSING: Record<string, string> = { ")": "(", "]": "[", "}": "{" };

/** The text in pieces, addresses apart. */
export function linked(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { index, 0: found } of text.matchAll(ADDRESS)) {
    const address = trimmed(found);
    if (!URL.canParse(address)) continue;
    if (index > from) pieces.push({ text: text.slice(from, index), link: false });
    pieces.push({ text: address, link: true });
    from = index + address.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), link: false });
  return pieces;
}

/** Without what belongs to the sentence: its stops, and a bracket that was opened before the address. */
function trimmed(address: string): string {
  const last = address.at(-1) ?? "";
  const opening = CLOSING[last];
  const count = (letter: string) => address.split(letter).length;
  const foreign = opening === undefined ? /[.,;:!?'’…*_]/u.test(last) : count(last) > count(opening);
  return foreign ? trimmed(address.slice(0, -1)) : address;
}
