// @vitest-environment node
/** No text that a person reads stands outside the catalogue. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { type AST, parse } from "svelte/compiler";
import { expect, test } from "vitest";

const SRC = join(import.meta.dirname, "..");
const READ = ["aria-label", "aria-description", "aria-roledescription", "aria-valuetext", "alt", "label", "placeholder", "title", "help"];
/** What is the same in every language: keys of the keyboard and words of a file. */
const SAME = new Set(["kbd", "code", "pre"]);
const LETTER = /\p{L}/u;

interface Node {
  type: string;
  [key: string]: unknown;
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value;

/** The literal strings of an expression that may be shown, but not those that it compares with or looks up. */
function literals(node: Node): string[] {
  if (node.type === "Literal") return typeof node["value"] === "string" ? [node["value"]] : [];
  if (node.type === "TemplateElement") return [(node["value"] as { cooked: string }).cooked];
  if (node.type === "ConditionalExpression") return [node["consequent"], node["alternate"]].filter(isNode).flatMap(literals);
  if (node.type === "LogicalExpression") return [node["left"], node["right"]].filter(isNode).flatMap(literals);
  if (node.type === "TemplateLiteral") return [...(node["quasis"] as Node[]), ...(node["expressions"] as Node[])].flatMap(literals);
  return [];
}

function shown(node: Node, inside: string): string[] {
  if (node.type === "Text") return SAME.has(inside) ? [] : [node["data"] as string];
  if (node.type === "ExpressionTag" || node.type === "RenderTag") return isNode(node["expression"]) && !SAME.has(inside) ? literals(node["expression"]) : [];
  if (node.type === "Attribute") {
    if (!READ.includes(node["name"] as string)) return [];
    return [node["value"]].flat().filter(isNode).flatMap((part) => shown(part, ""));
  }
  const name = typeof node["name"] === "string" ? node["name"] : inside;
  return Object.values(node).flatMap((value) => [value].flat().filter(isNode).flatMap((child) => shown(child, name)));
}

function textIn(source: string): string[] {
  const { fragment } = parse(source, { modern: true }) as AST.Root;
  return shown(fragment as unknown as Node, "").map((words) => words.trim()).filter((words) => LETTER.test(words));
}

/** What a script says to the person without asking the catalogue. */
function saidIn(source: string): string[] {
  return [...source.matchAll(/\.(?:done|error|say)\(\s*["'`]([^"'`]*)/g)].map((found) => found[1] ?? "").filter((words) => LETTER.test(words));
}

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((name) => /\.(svelte|ts)$/.test(name) && !/^(bindings|text|host.memory)|\.test\.ts$/.test(name));

test("the check sees what a person would", () => {
  expect(textIn('<p title="Here">There</p>')).toEqual(["Here", "There"]);
  expect(textIn('<p>{late ? "Late" : text.soon}{`${n} of them`}</p><B label="Also" />')).toEqual(["Late", "of them", "Also"]);
  expect(textIn('<kbd>Ctrl</kbd><p class="soft">{text.a} · {kind === "x" ? text.a : ""}</p>')).toEqual([]);
  expect(saidIn('app.toasts.done("Gone."); app.toasts.error(text.x)')).toEqual(["Gone."]);
});

test.each(files)("%s", (name) => {
  const source = readFileSync(join(SRC, name), "utf8");
  expect(name.endsWith(".svelte") ? [...textIn(source), ...saidIn(source)] : saidIn(source)).toEqual([]);
});
