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

/** Words that end in a colon are followed by the core's own. */
export function ofRefusal({ code, message }: WireError): string {
  const words = text.trouble?.refusal[code];
  if (words === undefined) return message;
  return /[:：]$/.test(words) ? `${words} ${message}` : words;
}

export function ofNotice({ about, message }: { about: NoticeAbout; message: string }): string {
  return text.trouble ? text.trouble.notice(about, text.trouble.connection) : message;
}

/** What is wrong with a template or a rule, and where. */
export function ofFlaw({ line, column, code, what, message }: Flaw): string {
  const words: Partial<Record<string, (what: string) => string>> = text.trouble?.flaw ?? {};
  const own = Object.hasOwn(words, code) ? words[code] : undefined;
  return text.template.at(line, column) + (own?.(what) ?? message);
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
