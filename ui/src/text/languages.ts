/** The languages the window speaks. */
import { en } from "./en";

export type Catalogue = typeof en;

interface Language {
  /** BCP 47, without a region. */
  tag: string;
  /** As its own speakers write it. */
  name: string;
  dir: "ltr" | "rtl";
  load: () => Promise<Catalogue>;
}

/** A language is in the window's bundle only when it is spoken. */
export const LANGUAGES: readonly Language[] = [
  { tag: "en", name: "English", dir: "ltr", load: async () => en },
  { tag: "de", name: "Deutsch", dir: "ltr", load: async () => (await import("./de")).de },
  { tag: "es", name: "Español", dir: "ltr", load: async () => (await import("./es")).es },
  { tag: "ja", name: "日本語", dir: "ltr", load: async () => (await import("./ja")).ja },
  { tag: "ar", name: "العربية", dir: "rtl", load: async () => (await import("./ar")).ar },
];

/** The first of the wanted languages that the window speaks, and the locale for its numbers and dates. */
export function choose(wanted: readonly string[]): { language: Language; locale: string } {
  for (const tag of wanted) {
    const language = LANGUAGES.find((one) => one.tag === tag.toLowerCase().split("-")[0]);
    if (language) return { language, locale: tag };
  }
  return { language: LANGUAGES[0] as Language, locale: "en" };
}
