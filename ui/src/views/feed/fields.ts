/** The fields of an event's data, as a template names them. Pure. */

export interface JsonField {
  /** As it is written in a template: `score.home`, `items[0].title`. */
  path: string;
  /** What stands there, shortened. */
  value: string;
}

/** More than a person looks through. */
const MOST = 200;
const DEEP = 6;
const LONG = 80;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Names that mean something else at the top: the entry's own, and what is around it. */
const TAKEN = new Set("title body link image icon replaces urgency moment time tags data entry event id raw feed true false none not and or in is if else".split(" "));

function join(path: string, key: string | number): string {
  if (typeof key === "number") return `${path || "data"}[${key}]`;
  if (path === "") return NAME.test(key) ? (TAKEN.has(key) ? `data.${key}` : key) : `data[${JSON.stringify(key)}]`;
  return NAME.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

function walk(value: unknown, path: string, depth: number, into: JsonField[]): void {
  if (into.length >= MOST) return;
  if (typeof value === "object" && value !== null && depth < DEEP) {
    const inside: [string | number, unknown][] = Array.isArray(value) ? value.slice(0, 3).map((one, i) => [i, one]) : Object.entries(value);
    for (const [key, one] of inside) walk(one, join(path, key), depth + 1, into);
    return;
  }
  const shown = typeof value === "string" ? value : JSON.stringify(value);
  into.push({ path: path || "data", value: shown.length > LONG ? `${shown.slice(0, LONG)}…` : shown });
}

/** All of them, in the order of the data; for what is no JSON the whole text. */
export function fieldsOf(data: string): JsonField[] {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return [{ path: "raw", value: data.slice(0, LONG) }];
  }
  const found: JsonField[] = [];
  walk(value, "", 0, found);
  return found;
}

/** `what` in place of the chosen part of `text`, and where the cursor goes. */
export function inserted(text: string, start: number, end: number, what: string): { text: string; at: number } {
  return { text: text.slice(0, start) + what + text.slice(end), at: start + what.length };
}
