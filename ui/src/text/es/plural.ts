import { plurals } from "../rules";

const forms = plurals<"one" | "many" | "other">("es");

/** The form of millions says "de" before the noun: "1.000.000 de entradas". */
export function plural(n: number, { one, other }: { one: string; other: string }): string {
  return forms(n, { one, other, many: other.replace("#", "# de") });
}
