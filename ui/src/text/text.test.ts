import { afterEach, expect, test } from "vitest";

import { LANGUAGES, speak, text } from ".";
import { choose } from "./languages";
import { rowTime } from "../state/time";
import { locale } from "./locale.svelte";

// Read here, since a language that a busy machine reads slowly is no fault of a test.
await Promise.all(LANGUAGES.map(({ load }) => load()));
afterEach(() => speak("en"));

const RINGS = ["rang", "gathered", "pending", "failed", "silent:bell_off", "silent:feed_never", "silent:not_urgent", "silent:already_read", "silent:replaced", "silent:earlier", "updated", "held:quiet_hours", "held:snoozed", "held:do_not_disturb", "held:digest", "silent:not_highlighted", "silent:rule", "silent:minor", "silent:quiet_hours", "silent:snoozed", "silent:do_not_disturb"];

test("every code of a ring has its own sentence, and an unknown one shows as it is", () => {
  const sentences = RINGS.map(text.ring.why);
  expect(new Set(sentences).size).toBe(RINGS.length);
  for (const sentence of sentences) expect(sentence).toMatch(/\.$/);
  expect(text.ring.why("silent:moon")).toBe("silent:moon");
});

test("numbers agree with their nouns", () => {
  expect(text.newRows(1)).toBe("1 new entry");
  expect(text.newRows(2)).toBe("2 new entries");
  expect(text.newRows(1200)).toBe("1,200 new entries");
  expect(text.found(0, false)).toBe("Nothing found.");
});

test("a wait that is over is said to be", () => {
  expect(text.state.retryIn(0)).toBe("Trying again now");
  expect(text.state.retryIn(12)).toBe("Trying again in 12 s");
});

test("waits are said in the units a person counts in", () => {
  expect([0, 59, 60, 245, 7500].map(text.duration)).toEqual(["0 s", "59 s", "1 min 00 s", "4 min 05 s", "2 h 05 min"]);
});

test("sizes are said in the unit that fits", () => {
  expect([0, 1, 999, 12_400_000].map(text.bytes)).toEqual(["0 bytes", "1 byte", "999 bytes", "12.4 MB"]);
});

test("each language counts with the forms that it has, and every form of Arabic is another one", async () => {
  const forms = { en: 2, de: 2, es: 3, ja: 1, ar: 6 };
  for (const { tag } of LANGUAGES) expect(new Intl.PluralRules(tag).resolvedOptions().pluralCategories).toHaveLength(forms[tag as keyof typeof forms]);
  await speak("ar");
  expect(new Set([0, 1, 2, 3, 11, 100].map((n) => text.newRows(n).replace(/[\d٠-٩]+/g, ""))).size).toBeGreaterThanOrEqual(5);
  await speak("es");
  expect(text.newRows(1_000_000)).toMatch(/ de entradas nuevas$/);
  await speak("de");
  expect(text.newRows(1200)).toBe("1.200 neue Einträge");
});

/** What a message says of a number and of a name; one that wants something else than either says nothing here. */
function spoken(message: (...given: unknown[]) => unknown): string[] {
  return [[7, 8, 9, true], ["x", "y", "z", "w"]].flatMap((given) => {
    try {
      const words = message(...given);
      return typeof words === "string" && !words.includes("NaN") ? [words] : [];
    } catch {
      return [];
    }
  });
}

const SENTENCE = /\p{L}{2,}\s.*\p{L}{2,}/u;

/** Every text of a catalogue, with its place; functions by what they say of some arguments. */
function said(part: unknown, place: string): [string, string][] {
  if (typeof part === "string") return [[place, part]];
  if (typeof part === "function") return spoken(part as (...given: unknown[]) => unknown).map((words) => [place, words]);
  if (typeof part === "object" && part !== null) return Object.entries(part).flatMap(([key, value]) => said(value, `${place}.${key}`));
  return [];
}

test.each(LANGUAGES.filter(({ tag }) => tag !== "en"))("$name says no whole sentence in English", async ({ load }) => {
  const english = new Set(said(await LANGUAGES[0]?.load(), "").map(([place, words]) => `${place}: ${words}`));
  const all = said(await load(), "");
  expect(all.length).toBeGreaterThan(500);
  const same = all.filter(([place, words]) => english.has(`${place}: ${words}`) && SENTENCE.test(words) && !place.includes(".hints"));
  expect(same).toEqual([]);
});

test("the first language that the window speaks is taken, with the region of the system", () => {
  expect(choose(["tlh", "en-GB", "de"])).toMatchObject({ language: { tag: "en" }, locale: "en-GB" });
  expect(choose(["tlh"])).toMatchObject({ language: { tag: "en" }, locale: "en" });
});

test("the page says which language it is in", async () => {
  for (const { tag, dir } of LANGUAGES) {
    await speak(tag);
    expect(document.documentElement).toMatchObject({ lang: tag, dir });
    expect(locale.tag.split("-")[0]).toBe(tag);
  }
});

test("a minute ago is no metre ago in German", async () => {
  await speak("de");
  expect(rowTime(0, 7 * 60_000)).toBe("vor 7 Min.");
});
