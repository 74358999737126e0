/** Templates and rules in memory: what the core answers, made up from the rows there are. */
import type { Flaw } from "../../bindings/Flaw";
import type { HistoryEntry } from "../../bindings/HistoryEntry";
import type { Rule } from "../../bindings/Rule";
import type { RuleTrial } from "../../bindings/RuleTrial";
import type { Template } from "../../bindings/Template";
import type { TemplateTrial } from "../../bindings/TemplateTrial";
import type { MemoryStore } from "./store";

export const NO_TEMPLATE: Template = {
  title: null,
  body: null,
  link: null,
  image: null,
  urgency: null,
  key: null,
  replaces: null,
  time: null,
  notify_if: null,
  keep_if: null,
  drop_if: null,
};

export const RULES: Rule[] = [
  {
    id: "my-team",
    name: "My team",
    enabled: true,
    match: { words: "Northgate, derby", pattern: null, feeds: [], where: null },
    then: "highlight",
  },
  {
    id: "no-adverts",
    name: "No adverts",
    enabled: false,
    match: { words: null, pattern: "(?i)sponsored|advert", feeds: [], where: null },
    then: "drop",
  },
];

const rows = (store: MemoryStore, feed: string | null): HistoryEntry[] =>
  store.page({ feed, search: null, unread: false, starred: false, before: null, limit: 50 }).entries;

/** `{{ title }}`, `{{ data.title }}` and the like only: enough to see the editor live. */
function filled(template: string | null, row: HistoryEntry, data: string): string | null {
  const parsed = JSON.parse(data) as Record<string, unknown>;
  const names: Record<string, unknown> = { ...parsed, ...row, data: parsed };
  const at = (path: string) => path.split(".").reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], names);
  return template === null ? null : template.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (_, path: string) => String(at(path) ?? ""));
}

const OPEN = "unexpected end of input, expected end of variable block";

function problems(template: Template): Flaw[] {
  const open = (text: string | null) => text !== null && text.split("{{").length !== text.split("}}").length;
  return Object.entries(template)
    .filter(([, text]) => open(text as string | null))
    .map(([field]) => ({ field, line: 1, column: 1, code: "unfinished", what: [OPEN], message: OPEN }));
}

export function tryTemplate(store: MemoryStore, feed: string, template: Template): TemplateTrial {
  const wrong = problems(template);
  const all = rows(store, feed).map((row) => {
    const dropped = template.drop_if === "true" || template.keep_if === "false";
    const { raw } = store.detail(row.seq);
    const words = { title: filled(template.title, row, raw.data) || row.title, body: filled(template.body, row, raw.data) ?? row.body };
    const entry = wrong.length > 0 ? row : { ...row, ...words };
    const rings = !dropped && template.notify_if !== "false";
    const reason = dropped ? "dropped" : rings ? "pending" : "silent:rule";
    return { raw, entry: dropped ? null : entry, dropped, rings, ring_reason: reason };
  });
  return { rows: all, problems: wrong, would_ring_last_week: all.filter((row) => row.rings).length, of_last_week: all.length, more_last_week: false };
}

export const flaw = (code: Flaw["code"], what: string, message: string): Flaw => ({ field: "", line: null, column: null, code, what: [what], message });

export function tryRule(store: MemoryStore, rule: Rule): RuleTrial {
  const { words, pattern, feeds, where } = rule.match;
  const none = { matched: 0, of: 0, rows: [] };
  if (!words && !pattern && !where && feeds.length === 0)
    return { ...none, problem: flaw("everything", "", "This rule would hold for everything: give it words, a pattern, feeds or a where.") };
  let found: RegExp;
  try {
    found = new RegExp(pattern?.replace(/^\(\?i\)/, "") ?? "", "i");
  } catch {
    return { ...none, problem: flaw("pattern", "unclosed group", "The pattern is not a regular expression: unclosed group.") };
  }
  const phrases = (words ?? "").toLowerCase().split(",").map((word) => word.trim()).filter(Boolean);
  const all = rows(store, null);
  const matched = all.filter((row) => {
    const said = `${row.title}\n${row.body}\n${row.tags.join(" ")}`;
    const here = feeds.length === 0 || feeds.includes(row.feed);
    return here && found.test(said) && (phrases.length === 0 || phrases.some((phrase) => said.toLowerCase().includes(phrase)));
  });
  return { matched: matched.length, of: all.length, rows: matched.slice(0, 50), problem: null };
}
