/** The rules of a language, as Intl knows them: numbers, plurals, lists and dates. */
import { locale } from "./locale.svelte";

/** Makes an Intl object once for each locale. */
function perLocale<T>(make: (tag: string) => T): () => T {
  let made: { tag: string; object: T } | undefined;
  return () => {
    const { tag } = locale;
    if (made?.tag !== tag) made = { tag, object: make(tag) };
    return made.object;
  };
}

const plain = perLocale((tag) => new Intl.NumberFormat(tag));
const bytesIn = perLocale((tag) => (unit: string) => new Intl.NumberFormat(tag, { style: "unit", unit, unitDisplay: unit === "byte" ? "long" : "short", maximumFractionDigits: 1 }));
const lengthIn = perLocale((tag) => (unit: string) => new Intl.NumberFormat(tag, { style: "unit", unit, unitDisplay: "long" }));
const conjunction = perLocale((tag) => new Intl.ListFormat(tag, { style: "long", type: "conjunction" }));

export function number(n: number): string {
  return plain().format(n);
}

const hundredths = perLocale((tag) => new Intl.NumberFormat(tag, { style: "percent" }));

/** "150%" */
export function percent(n: number): string {
  return hundredths().format(n / 100);
}

/** A size of data: "12.4 MB". */
export function bytes(n: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];
  const power = n < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(n) / 3));
  return bytesIn()(units[power] ?? "byte").format(n / 1000 ** power);
}

/** A length of time in its largest whole unit: "15 minutes", "1 hour". */
export function length(seconds: number): string {
  const units = [["hour", 3600], ["minute", 60], ["second", 1]] as const;
  const [unit, size] = units.find(([, size]) => seconds % size === 0) ?? ["second", 1];
  return lengthIn()(unit).format(seconds / size);
}

export function list(words: readonly string[]): string {
  return conjunction().format(words);
}

/**
 * A language's way to count: `#` in the form that the number takes stands for the number. `Form` names all forms the language has, so that
 * a missing one is a type error.
 */
export function plurals<Form extends Intl.LDMLPluralRule>(language: string): (n: number, forms: Record<Form, string>) => string {
  const rules = new Intl.PluralRules(language);
  return (n, forms) => (forms as Record<string, string>)[rules.select(n)]?.replace("#", number(n)) ?? number(n);
}

/** A wait: "12 s", "4 min 05 s", "2 h 07 min". */
export function duration(seconds: number, units: { s: string; min: string; h: string }): string {
  const two = (n: number) => number(n).padStart(2, number(0));
  if (seconds < 60) return `${number(seconds)} ${units.s}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${number(minutes)} ${units.min} ${two(seconds % 60)} ${units.s}`;
  return `${number(Math.floor(minutes / 60))} ${units.h} ${two(minutes % 60)} ${units.min}`;
}

/** How a date is written, by the locale. */
export function dates(options: Intl.DateTimeFormatOptions): { format: (time: number) => string } {
  const formatter = perLocale((tag) => new Intl.DateTimeFormat(tag, options));
  return { format: (time) => formatter().format(time) };
}

/** How long ago, by the locale. */
export function relative(options: Intl.RelativeTimeFormatOptions): { format: (n: number, unit: Intl.RelativeTimeFormatUnit) => string } {
  const formatter = perLocale((tag) => new Intl.RelativeTimeFormat(tag, options));
  return { format: (n, unit) => formatter().format(n, unit) };
}
