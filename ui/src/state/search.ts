/**
 * The search language, as the window reads it: for chips, suggestions, marks, and to tell by itself whether a new row belongs. The core
 * reads it again and decides. `feed:hn is:unread "exact words" -word`.
 */
import type { HistoryEntry } from "../bindings/HistoryEntry";

/** What may stand before the colon. */
export const FIELDS = ["feed", "folder", "tag", "is", "has", "after", "before"] as const;
export type Field = (typeof FIELDS)[number];

/** What `is:` takes. */
export const IS = ["unread", "read", "starred", "highlighted", "rang", "urgent"] as const;

/** What `has:` takes. */
export const HAS = ["link", "picture", "body", "tag", "action"] as const;

export interface Term {
  /** Null for words of the text. */
  field: Field | null;
  /** Without quotes. */
  value: string;
  /** `-word`: it must not be so. */
  not: boolean;
  /** Where it stands in what was typed. */
  start: number;
  end: number;
}

/** A minus, a field and its colon, and a value that may be quoted; a quote that is not closed yet runs to the end. */
const TERM = /(-?)(?:([a-z]+):)?(?:"([^"]*)(?:"|$)|(\S+))/giu;

export function parseTerms(typed: string): Term[] {
  const terms: Term[] = [];
  for (const found of typed.matchAll(TERM)) {
    const [whole, minus = "", name, quoted, bare = ""] = found;
    const field = FIELDS.find((known) => known === name?.toLowerCase()) ?? null;
    // An address or a time in the text is no field: its colon belongs to the word.
    const prefix = field === null && name !== undefined ? `${name}:` : "";
    const value = prefix + (quoted ?? bare);
    terms.push({ field, value, not: minus === "-", start: found.index, end: found.index + whole.length });
  }
  return terms.filter((term) => term.value !== "" && !isBegun(term));
}

/** `tag:` without its value yet. */
function isBegun({ field, value }: Term): boolean {
  return field === null && FIELDS.some((known) => `${known}:` === value.toLowerCase());
}

/** A day of which the month or the day has one digit so far, or none behind its dash; or a while ago without its unit. */
const HALF_A_DAY = /^-?(after|before):(\d{1,3}|\d{4}-\d?|\d{4}-\d{2}-\d?)$/i;

/** Whether a filter is still being typed at the end: the core would refuse it. */
export function isUnfinished(typed: string): boolean {
  const last = typed.split(/\s/).at(-1) ?? "";
  if (HALF_A_DAY.test(last)) return true;
  return FIELDS.some((known) => `${known}:` === last.toLowerCase().replace(/^-/, ""));
}

/** One term as it is typed. */
export function termText(field: Field | null, value: string, not = false): string {
  const quoted = /[\s"]/.test(value) ? `"${value.replaceAll('"', "")}"` : value;
  return `${not ? "-" : ""}${field === null ? "" : `${field}:`}${quoted}`;
}

/** The filter among the terms, where it stands there. */
function findTerm(typed: string, field: Field, value: string): Term | undefined {
  return parseTerms(typed).find((term) => term.field === field && !term.not && same(term.value, value));
}

/** Whether a filter stands among the terms. */
export function hasTerm(typed: string, field: Field, value: string): boolean {
  return findTerm(typed, field, value) !== undefined;
}

/** Takes one term out. */
export function withoutTerm(typed: string, term: Pick<Term, "start" | "end">): string {
  return `${typed.slice(0, term.start)}${typed.slice(term.end)}`.replace(/\s+/g, " ").trim();
}

/** Puts a filter in, or takes it out where it stands. Of `after` and `before` there is one at most. */
export function toggleTerm(typed: string, field: Field, value: string): string {
  const there = findTerm(typed, field, value);
  if (there) return withoutTerm(typed, there);
  const other = field === "after" || field === "before" ? parseTerms(typed).find((term) => term.field === field) : undefined;
  const rest = other ? withoutTerm(typed, other) : typed.trim();
  return `${termText(field, value)} ${rest}`.trim();
}

/**
 * Whether a search looks for certain entries, wherever they stand: by their words, a star, a highlight or a ring. Then the earlier moments
 * of a card are rows too, where else its front stands for them. The core says the same (`EntryQuery::asks_for_moments`).
 */
export function asksForMoments(typed: string): boolean {
  const wanted = parseTerms(typed).filter((term) => !term.not);
  const is = (value: string) => wanted.some((term) => term.field === "is" && same(term.value, value));
  return (wanted.some((term) => term.field === null) || is("starred") || is("highlighted") || is("rang")) && !is("unread");
}

/** The words of the text that were searched for, to mark them; longest first. */
export function wordsOf(typed: string | null): string[] {
  const words = parseTerms(typed ?? "").filter((term) => term.field === null && !term.not);
  return words.map((term) => term.value).sort((a, b) => b.length - a.length);
}

/** What the window knows of feeds. */
export interface Known {
  id: string;
  name: string;
  folder?: string | null;
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Whether a row is so; null where only the core can tell. */
function holds(term: Term, row: HistoryEntry, feed: Known | undefined, feeds: readonly Known[]): boolean | null {
  const { value } = term;
  switch (term.field) {
    case "feed":
      // A feed is called by its identifier; where none has it, by any part of the name.
      if (feeds.some(({ id }) => same(value, id))) return same(value, row.feed);
      return `${feed?.name ?? ""}\n${row.feed}`.toLowerCase().includes(value.toLowerCase());
    case "folder":
      return feed === undefined ? null : same(value, feed.folder ?? "");
    case "tag":
      return row.tags.some((tag) => same(tag, value));
    case "has":
      return hasPart(value.toLowerCase(), row);
    case "is":
      return isSo(value.toLowerCase(), row);
    default:
      return null;
  }
}

function hasPart(value: string, row: HistoryEntry): boolean | null {
  switch (value) {
    case "link":
      return row.link !== null;
    case "picture":
      return row.image !== null;
    case "body":
      return row.body !== "";
    case "tag":
      return row.tags.length > 0;
    case "action":
      return row.actions.length > 0;
    default:
      return null;
  }
}

function isSo(value: string, row: HistoryEntry): boolean | null {
  switch (value) {
    case "unread":
      return !row.read;
    case "read":
      return row.read;
    case "urgent":
      return row.urgency === "critical";
    case "starred":
      return row.starred;
    case "rang":
      return row.rang;
    case "highlighted":
      return row.highlighted;
    default:
      return null;
  }
}

/** Whether a row is found by a search: yes, no, or only the core can tell (null). */
export function matches(typed: string, row: HistoryEntry, feeds: readonly Known[]): boolean | null {
  const feed = feeds.find(({ id }) => id === row.feed);
  let all: boolean | null = true;
  for (const term of parseTerms(typed)) {
    const so = holds(term, row, feed, feeds);
    if (so !== null && so === term.not) return false;
    if (so === null) all = null;
  }
  return all;
}

/** Text in pieces, those that were searched for marked. Case and accents are no difference, as in the core. */
export function marked(text: string, words: readonly string[]): { text: string; hit: boolean }[] {
  if (words.length === 0) return [{ text, hit: false }];
  const pattern = words.map((word) => fold(word).replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  const folded = fold(text);
  // Folding that changes the length would put the marks beside the words.
  if (pattern === "" || folded.length !== text.length) return [{ text, hit: false }];
  const pieces: { text: string; hit: boolean }[] = [];
  let from = 0;
  for (const { index, 0: hit } of folded.matchAll(new RegExp(pattern, "gu"))) {
    if (hit === "") continue;
    if (index > from) pieces.push({ text: text.slice(from, index), hit: false });
    pieces.push({ text: text.slice(index, index + hit.length), hit: true });
    from = index + hit.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), hit: false });
  return pieces;
}

function fold(text: string): string {
  return [...text].map((letter) => foldLetter(letter)).join("");
}

function foldLetter(letter: string): string {
  const bare = letter.normalize("NFD").replace(/\p{M}+/gu, "").toLowerCase();
  return bare.length === letter.length ? bare : letter;
}

/** A long text from shortly before the first word that was searched for. */
export function excerpt(text: string, words: readonly string[], lead = 24): string {
  if (words.length === 0) return text;
  const first = marked(text, words).reduce<{ at: number; hit: number }>(
    ({ at, hit }, piece) => ({ at: at + piece.text.length, hit: hit < 0 && piece.hit ? at : hit }),
    { at: 0, hit: -1 },
  ).hit;
  if (first <= lead) return text;
  const from = text.indexOf(" ", first - lead);
  return `…${text.slice(from < 0 || from >= first ? first - lead : from)}`;
}
