/** Finds things by what they are called. */

/** Lower case, without accents: so that "cafe" finds "Café". */
export function folded(words: string): string {
  return words.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

/** The items whose name has all the words, those whose name begins with them first; all of them for no words. */
export function matching<T>(items: readonly T[], words: string, name: (item: T) => string): T[] {
  const wanted = folded(words).split(/\s+/).filter(Boolean);
  const whole = wanted.join(" ");
  const rank = (called: string) => (called.startsWith(whole) ? 0 : wanted.every((word) => ` ${called}`.includes(` ${word}`)) ? 1 : 2);
  return items
    .map((item) => ({ item, called: folded(name(item)) }))
    .filter(({ called }) => wanted.every((word) => called.includes(word)))
    .map((one) => ({ ...one, rank: rank(one.called) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
