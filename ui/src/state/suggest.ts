/** What the search box offers while a word is typed. Pure. */
import { type Field, FIELDS, HAS, IS, type Known, parseTerms, termText } from "./search";

export interface Suggestion {
  /** What stands in the box once it is taken. */
  search: string;
  /** What is offered, as it will stand there. */
  term: string;
  /** Of a field without its value, which field: it has words of its own. */
  field: Field | null;
}

/** So many at most. */
const MOST = 8;

interface World {
  feeds: readonly Known[];
  tags: readonly string[];
}

/** The values a field can take, as far as they are known. */
function valuesOf(field: Field, { feeds, tags }: World, today: string): readonly string[] {
  switch (field) {
    case "feed":
      return feeds.map(({ name }) => name);
    case "folder":
      return [...new Set(feeds.flatMap(({ folder }) => (folder ? [folder] : [])))];
    case "tag":
      return tags;
    case "is":
      return IS;
    case "has":
      return HAS;
    default:
      return ["today", "yesterday", "7d", today];
  }
}

/** What can be said of the word that ends at `caret`. `today` is a day as the language writes it: 2026-11-22. */
export function suggest(typed: string, caret: number, world: World, today: string): Suggestion[] {
  const start = wordStart(typed, caret);
  const word = typed.slice(start, caret);
  const taken = (term: string, open: boolean) => `${typed.slice(0, start)}${term}${open ? "" : " "}${typed.slice(caret).trimStart()}`;
  const [, minus = "", name, begun = ""] = /^(-?)(?:([a-z]+):)?"?([^"]*)$/i.exec(word) ?? [];
  const field = FIELDS.find((known) => known === name?.toLowerCase());
  if (field) {
    const typedSoFar = begun.toLowerCase();
    const begins = (value: string) => value.toLowerCase().startsWith(typedSoFar);
    const fits = valuesOf(field, world, today).filter((value) => value.toLowerCase().includes(typedSoFar) && value.toLowerCase() !== typedSoFar);
    // What begins so is meant sooner than what has it somewhere inside.
    return [...fits.filter(begins), ...fits.filter((value) => !begins(value))].slice(0, MOST).map((value) => {
      const term = termText(field, value, minus !== "");
      return { search: taken(term, false), term, field: null };
    });
  }
  if (name !== undefined || begun === "") return [];
  const fields = FIELDS.filter((known) => known.startsWith(begun.toLowerCase()));
  return fields.map((known) => ({ search: taken(`${minus}${known}:`, true), term: `${minus}${known}:`, field: known }));
}

/** Where the word begins that ends at `caret`: a quote may hold spaces. */
function wordStart(typed: string, caret: number): number {
  const before = typed.slice(0, caret);
  const open = parseTerms(before).at(-1);
  return open && open.end === before.length ? open.start : before.search(/\S*$/);
}
