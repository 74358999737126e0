/** A line in words, each with whether it is new against what the line said before. */
export function newWords(now: string, before: string | null): { text: string; fresh: boolean }[] {
  if (before === null || before === now) return [{ text: now, fresh: false }];
  // Letters and digits apart, so that of "1–1" only the digit that changed is marked.
  const cut = (line: string) => line.match(/[\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]+/gu) ?? [];
  const old = cut(before);
  const pieces = cut(now);
  const aligned = old.length === pieces.length;
  const left = new Set(old);
  return pieces.map((text, at) => ({ text, fresh: /[\p{L}\p{N}]/u.test(text) && (aligned ? old[at] !== text : !left.has(text)) }));
}
