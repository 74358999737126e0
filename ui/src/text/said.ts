/** What went wrong, in the language of the person. In English the core's own sentences stand. */
import type { Flaw } from "../bindings/Flaw";
import type { Gap } from "../bindings/Gap";
import type { NoticeAbout } from "../bindings/NoticeAbout";
import type { WireError } from "../bindings/WireError";
import { text } from "./current.svelte";
import type { Said } from "./en/trouble";
import { bytes, dates, length, list, number } from "./rules";

interface OfCore {
  code: string;
  /** What belongs to the kind: names, numbers, others' words. */
  what: readonly string[];
  reason: string;
  advice: string;
}

/** Puts what belongs to a kind into its words. */
function filled(words: string, what: readonly string[]): string {
  return words.replace(/( ?[(（])?\{(\d)(?::(\w+))?\}([)）])?/g, (_, open = "", place: string, unit: string | undefined, close = "") => {
    const part = measured(what[Number(place)] ?? "", unit);
    return part === "" && open !== "" && close !== "" ? "" : open + apart(part) + close;
  });
}

/** From right to left, a name or a sentence from left to right keeps its own signs together: Unicode's isolates. */
const apart = (part: string): string => (document.documentElement.dir === "rtl" ? `\u2068${part}\u2069` : part);

const MEASURES: Partial<Record<string, (n: number) => string>> = { bytes, number, seconds: length };

/** The status of HTTP that a sentence of the core names: what it says in every language. */
const status = (sentence: string): string => /\b[1-5]\d\d\b/.exec(sentence)?.[0] ?? "";

function measured(part: string, unit: string | undefined): string {
  if (unit === "status") return status(part);
  const measure = unit === undefined || part === "" || Number.isNaN(Number(part)) ? undefined : MEASURES[unit];
  return measure ? measure(Number(part)) : part;
}

/** Only its own: a code is what another program says. */
function found<T>(words: Partial<Record<string, T>> | undefined, code: string): T | undefined {
  return words && Object.hasOwn(words, code) ? words[code] : undefined;
}

/** The core may be newer than this window, and its history older: a kind without words is said as the core says it. */
function said(kind: "connection" | "bell", { code, what, reason, advice }: OfCore): Said {
  const own = found<Said>(text.trouble?.[kind], code);
  return own ? { what: filled(own.what, what), next: filled(own.next, what) } : { what: reason, next: advice };
}

/** Sentences of one paragraph. */
const joined = ({ what, next }: Said): string => (next === "" ? what : /。$/.test(what) ? what + next : `${what} ${next}`);

export const ofConnection = (trouble: OfCore): Said => said("connection", trouble);
export const ofBell = (silent: OfCore): Said => said("bell", silent);
/** In one paragraph. */
export const ofSilence = (silent: OfCore): string => joined(ofBell(silent));
export const ofTrouble = (trouble: OfCore): string => joined(ofConnection(trouble));

/** Words that end in a colon are followed by what is wrong in particular, or where there are no words for that by the core's own. */
export function ofRefusal({ code, message, flaw }: WireError): string {
  const own = flaw && inWords(flaw);
  const words = text.trouble?.refusal[code];
  const begun = words !== undefined && /[:：]$/.test(words);
  if (flaw && own) return (begun && code === "import" ? `${words} ` : "") + placed(flaw, own);
  if (words === undefined) return message;
  return begun ? `${words} ${message}` : words;
}

export function ofNotice({ about, message }: { about: NoticeAbout; message: string }): string {
  if (!text.trouble) return message;
  const alone = about.kind === "failing" && about.code !== null ? ofTrouble({ code: about.code, what: about.what, reason: "", advice: "" }) : "";
  return text.trouble.notice(about, alone);
}

function inWords({ code, what }: Flaw): string | undefined {
  const [kind = "", ...parts] = what;
  if (code === "connection" || code === "bell") {
    const own = found<Said>(text.trouble?.[code], kind);
    return own && filled(joined(own), parts);
  }
  const words = found<string>(text.trouble?.flaw, code);
  return words === undefined ? undefined : filled(words, what);
}

const placed = ({ line, column }: Flaw, words: string) => text.template.at(line, column) + words;

/** What is wrong with a template or a rule, and where. */
export const ofFlaw = (flaw: Flaw): string => placed(flaw, inWords(flaw) ?? flaw.message);

/** What is wrong with a search, a setting or an event: the core's sentence says by itself where. */
export function ofWrong(flaw: Flaw): string {
  const own = inWords(flaw);
  if (own === undefined) return flaw.message;
  return (flaw.field === "" ? "" : `${flaw.field}: `) + placed(flaw, own);
}

const moment = dates({ dateStyle: "medium", timeStyle: "short" });

/** Why something a feed said may be missing. A kind that this window does not know is said as the core says it. */
export function missing({ code, from, to, what, reason }: Gap): string {
  const own = found<(when: string, what: string) => string>(text.gap.kinds, code);
  if (own === undefined) return reason;
  const when = from !== null && to !== null ? text.gap.between(moment.format(Date.parse(from)), moment.format(Date.parse(to))) : text.gap.away;
  return own(when, code === "part" ? kindsIn(what) : code === "too_much" || code === "untold" ? measured(what, "number") : what);
}

/** The kinds of entries that a server could not be asked for, such as "the posts (the server answered 403)". */
function kindsIn(what: string): string {
  const kind = (words: string) => Object.entries(text.gap.parts).find(([known]) => words.startsWith(known))?.[1] ?? words;
  const code = status(what);
  return list(what.split(", ").map(kind)) + (code === "" ? "" : ` (${code})`);
}
