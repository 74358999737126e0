/** What went wrong, in the language of the person; what the core says of it in English stands below as the exact detail. */
import type { Flaw } from "../bindings/Flaw";
import type { Gap } from "../bindings/Gap";
import type { NoticeAbout } from "../bindings/NoticeAbout";
import type { WireError } from "../bindings/WireError";
import { text } from "./current.svelte";
import type { Translated } from "./en/trouble";
import { dates } from "./rules";

export interface Words {
  what: string;
  /** What to do; empty where waiting is all. */
  next: string;
  /** The core's own sentence where the window has other words for it: in English, with the numbers and names. */
  detail: string | null;
}

interface OfCore {
  code: string;
  reason: string;
  advice: string;
}

/** The core may be newer than this window, and its history older: a kind without words is said as the core says it. */
function said(kind: "connection" | "bell", { code, reason, advice }: OfCore): Words {
  const words: Partial<Record<string, Translated["connection"]["ended"]>> = text.trouble?.[kind] ?? {};
  const own = Object.hasOwn(words, code) ? words[code] : undefined;
  return own ? { what: own[0], next: own[1], detail: reason } : { what: reason, next: advice, detail: null };
}

export const ofConnection = (trouble: OfCore): Words => said("connection", trouble);
export const ofBell = (silent: OfCore): Words => said("bell", silent);

/** Words that end in a colon are followed by the core's own, where there are none for what is wrong in particular. */
export function ofRefusal({ code, message, flaw }: WireError): string {
  const own = flaw && inWords(flaw);
  if (flaw && own) return placed(flaw, own);
  const words = text.trouble?.refusal[code];
  if (words === undefined) return message;
  return /[:：]$/.test(words) ? `${words} ${message}` : words;
}

export function ofNotice({ about, message }: { about: NoticeAbout; message: string }): string {
  return text.trouble ? text.trouble.notice(about, text.trouble.connection) : message;
}

function inWords({ code, what }: Flaw): string | undefined {
  const words: Partial<Record<string, (...what: string[]) => string>> = text.trouble?.flaw ?? {};
  return Object.hasOwn(words, code) ? words[code]?.(...what) : undefined;
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
  const words: Partial<Record<string, (when: string, what: string) => string>> = text.gap.kinds;
  const own = Object.hasOwn(words, code) ? words[code] : undefined;
  if (own === undefined) return reason;
  const when = from !== null && to !== null ? text.gap.between(moment.format(Date.parse(from)), moment.format(Date.parse(to))) : text.gap.away;
  return own(when, what);
}
