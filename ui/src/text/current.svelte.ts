/** The catalogue in use. Whatever shows a message shows it anew when another language is chosen. */
import { en } from "./en";
import { type Catalogue, choose } from "./languages";
import { locale } from "./locale.svelte";

let current = $state.raw<Catalogue>(en);
/** Counts the choices: a catalogue that comes late is dropped. */
let asked = 0;

/** Every word the window says. */
export const text: Catalogue = new Proxy(en, {
  get: (_, section) => Reflect.get(current, section),
});

/** Speaks `setting`, or with `system` what the person's system speaks. */
export async function speak(setting: string): Promise<void> {
  const mine = ++asked;
  const wanted = setting === "system" ? navigator.languages : [...navigator.languages.filter((tag) => tag.split("-")[0] === setting), setting];
  const { language, locale: tag } = choose(wanted);
  const catalogue = await language.load();
  if (mine !== asked) return;
  current = catalogue;
  locale.tag = tag;
  document.documentElement.lang = language.tag;
  document.documentElement.dir = language.dir;
}
