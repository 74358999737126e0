// @vitest-environment node
/** No text that a person reads stands outside the catalogue. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "svelte/compiler";
import { expect, test } from "vitest";

const SRC = join(import.meta.dirname, "..");
/** Attributes that a person never reads, whoever has them. */
const UNREAD = /^(class|style|id|for|href|src|rel|target|type|role|name|key|slot|d|points|viewBox|fill|stroke.*|transform|lang|dir|autocomplete|inputmode|enterkeyhint|data-.*|on.*|aria-(labelledby|describedby|controls|owns|activedescendant|haspopup|live|current|sort))$/;
/** Where any letter is a text that is read, however short. */
const READ = /^(aria-(label|description|roledescription|valuetext)|alt|label|closeLabel|placeholder|title|help|error|message|text|words)$/;
/** What is the same in every language: keys of the keyboard and words of a file. */
const SAME = new Set(["kbd", "code", "pre"]);
/** Names of the keyboard's keys. */
const KEYS = /^((Ctrl|Shift|Alt|Meta|Enter|Esc(ape)?|Tab|Home|End|Delete|Backspace|Space|PageUp|PageDown|Arrow\w+|F\d+|[A-Z0-9?/.,+↑↓←→-])( |$))+$/;
/** Proper names, and the words of a template. */
const NAMES = new Set([
  ...["Wikimedia", "Mastodon", "Firebase", "Mercure", "Home Assistant", "Philips Hue", "Stellar Horizon", "Ably", "JSON Feed", "Gotify", "Slack, Discord", "RSS, Atom"],
  "title body link image icon replaces urgency moment time tags data entry event id raw feed true false none not and or in is if else",
  "data.",
]);
const SELECTOR = /\[[a-z-]+[=\]]/;
const LETTER = /\p{L}/u;
/** Two words, one that begins like a sentence, or letters beside signs that no code has. */
const PROSE = /\p{L}{2,}[,;:.!?…]?\s+\p{L}+|^\s*\p{Lu}\p{Ll}+[.:!?…]?\s*$|[^\p{ASCII}\s]*\p{L}\p{M}*[^\p{ASCII}]|^\p{L}[\p{L}\s]*[.!?…]$/u;
/** Nodes in which nothing is a text: types, what is imported, and what is compared with or looked up. */
const NO_TEXT = /^(TS(?!AsExpression|NonNullExpression|SatisfiesExpression)\w*|Import\w*|Export(All|Named)Declaration|StyleSheet|Comment|RegExpLiteral)$/;

interface Node {
  type: string;
  [key: string]: unknown;
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
const children = (node: Node): Node[] => Object.values(node).flat().filter(isNode);
const named = (node: Node | undefined): string => (typeof node?.["name"] === "string" ? node["name"] : "");

/** Where a literal stands. */
interface Place {
  /** The element, or nothing. */
  inside: string;
  /** Whether whatever stands here is read. */
  read: boolean;
}

/** Every text of a tree that a person may read. */
function shown(node: Node, place: Place): string[] {
  if (NO_TEXT.test(node.type)) return node.type === "ExportNamedDeclaration" ? children(node).flatMap((child) => shown(child, place)) : [];
  if (SAME.has(place.inside) && node.type !== "Attribute") return [];
  const said = (words: unknown) => (typeof words === "string" && LETTER.test(words) && !KEYS.test(words) && !NAMES.has(words) && !SELECTOR.test(words) && (place.read || PROSE.test(words)) ? [words.trim()] : []);
  switch (node.type) {
    case "Text":
      return LETTER.test(node["data"] as string) ? (place.read || place.inside !== "attribute" ? [(node["data"] as string).trim()] : said(node["data"])) : [];
    case "Literal":
      return said(node["value"]);
    case "TemplateElement":
      return said((node["value"] as { cooked: string }).cooked);
    case "Attribute": {
      const name = named(node);
      if (UNREAD.test(name)) return [];
      const inner = { inside: "attribute", read: READ.test(name) };
      return [node["value"]].flat().filter(isNode).flatMap((part) => shown(part, inner));
    }
    case "ExpressionTag":
      return shown(node["expression"] as Node, { ...place, read: place.inside !== "attribute" || place.read });
    case "BinaryExpression":
      return node["operator"] === "+" ? both(node, place) : [];
    case "ConditionalExpression":
      return [...shown(node["test"] as Node, { ...place, read: false }), ...shown(node["consequent"] as Node, place), ...shown(node["alternate"] as Node, place)];
    case "LogicalExpression":
      return both(node, place);
    case "TemplateLiteral":
      return [...(node["quasis"] as Node[]), ...(node["expressions"] as Node[])].flatMap((part) => shown(part, part.type === "TemplateElement" ? place : { ...place, read: false }));
    case "MemberExpression":
    case "SwitchCase":
      // What is looked up, or compared with.
      return children(node).filter((child) => child !== node["property"] && child !== node["test"]).flatMap((child) => shown(child, { ...place, read: false }));
    case "Property":
      return isNode(node["value"]) ? shown(node["value"], { ...place, read: READ.test(named(node["key"] as Node)) }) : [];
    case "CallExpression":
    case "NewExpression":
      return called(node, place);
    case "RegularElement":
    case "Component":
      return children(node).flatMap((child) => shown(child, { inside: named(node), read: false }));
    default:
      return children(node).flatMap((child) => shown(child, { ...place, read: false }));
  }
}

function both(node: Node, place: Place): string[] {
  return [node["left"], node["right"]].filter(isNode).flatMap((part) => shown(part, place));
}

/** What is thrown or logged is for whoever mends the program; what is announced or shown as a toast is read. */
function called(node: Node, place: Place): string[] {
  const callee = node["callee"] as Node;
  const name = named(callee) || named(callee["property"] as Node | undefined);
  if (node.type === "NewExpression" || /^(querySelector(All)?|closest|matches|getElementById|getPropertyValue|matchMedia|invoke|test|split|join|replace(All)?|addEventListener)$/.test(name)) {
    return children(node).filter((child) => child.type !== "Literal" && child.type !== "TemplateLiteral").flatMap((child) => shown(child, { ...place, read: false }));
  }
  const read = /^(done|error|say|alert|confirm|prompt)$/.test(name);
  return children(node).flatMap((child) => shown(child, child === callee ? { ...place, read: false } : { ...place, read }));
}

/** Of a component, or of a script, which is read as a component's. */
function textIn(source: string, isScript = false): string[] {
  const { fragment, instance, module } = parse(isScript ? `<script lang="ts">${source}</script>` : source, { modern: true });
  const parts: unknown[] = [fragment, instance?.content, module?.content];
  return parts.filter(isNode).flatMap((part) => shown(part, { inside: "", read: false }));
}

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((name) => /\.(svelte|ts)$/.test(name) && !/^(bindings|text|host.memory)|\.test\.ts$/.test(name));

test("the check sees what a person would", () => {
  const markup: [string, string[]][] = [
    ['<p title="Here">There</p>', ["Here", "There"]],
    ['<p>{late ? "Late" : text.soon}{`${n} of them`}</p><B label="Also" />', ["Late", "of them", "Also"]],
    ['<p>{"late"}</p><B label={`late`} closeLabel="x" />', ["late", "late", "x"]],
    ['<p>{"so " + n + " late"}</p>', ["so", "late"]],
    ['<B caption="Two words" tone="Late" />', ["Two words", "Late"]],
    ['{#if late}Late{:else if n}Soon{/if}{#each ["One thing"] as one}{one}{/each}{#snippet a()}Snip{/snippet}', ["Late", "Soon", "One thing", "Snip"]],
    ['{#await read}Wait{:then all}Done{/await}{@const said = "Said here"}', ["Wait", "Done", "Said here"]],
    ['<script>const said = "Nothing here"; let word = $state("Late");</script>{said}', ["Nothing here", "Late"]],
    ['<script module lang="ts">export const WORDS: Record<string, string> = { late: "too late" };</script>', ["too late"]],
    ['<p>{text.a ?? "none at all"}</p><p>{say("all of it", ["one or two"])}</p>', ["none at all", "all of it", "one or two"]],
    ['<kbd>Ctrl</kbd><p class="soft two words">{text.a} · {kind === "Late it is" ? text.a : ""}</p>', []],
    ['<p data-kind="Late" style="a b" onclick={() => go("late")}>{n}</p>', []],
  ];
  for (const [source, words] of markup) expect(textIn(source).sort(), source).toEqual([...words].sort());
  const scripts: [string, string[]][] = [
    ['app.toasts.done("gone"); app.toasts.error(text.x); announcer.say(late ? "late" : `${n} new`)', ["gone", "late", "new"]],
    ['document.title = "Tidings is late"; element.textContent = `Late: ${n}`', ["Tidings is late", "Late:"]],
    ['const row = { label: "late", kind: "late", title: late ? `late` : "" };', ["late", "late"]],
    ['export const words = (n: number) => (n > 0 ? `${n} entries are new` : "Nothing.");', ["entries are new", "Nothing."]],
    ['function f(): string { return "Über" }', ["Über"]],
    ['const a = "説明"', ["説明"]],
    ['import x from "a b c"; type T = "Late" | "Two words"; if (key === "Two words") throw new Error("not a word");', []],
    ['switch (key) { case "Two words": break; } const found = document.querySelector("a b"); map["Two words"];', []],
  ];
  for (const [source, words] of scripts) expect(textIn(source, true).sort(), source).toEqual([...words].sort());
});

test.each(files)("%s", (name) => {
  const source = readFileSync(join(SRC, name), "utf8");
  expect(textIn(source, !name.endsWith(".svelte"))).toEqual([]);
});
