/** Every plain setting: where it is in the file, what it is without one, and how it is read and written. */
import type { BellEdit } from "../bindings/BellEdit";
import type { SettingsEdit } from "../bindings/SettingsEdit";
import type { SettingsView } from "../bindings/SettingsView";
import { LANGUAGES, text } from "../text";

export type Section = keyof typeof text.settings.sections;
export type SettingId = keyof typeof text.setting;

interface Base<T> {
  id: SettingId;
  section: Section;
  /** As `tidings.toml` has it. */
  key: string;
  fallback: T;
  read: (settings: SettingsView) => T;
  write: (value: T) => SettingsEdit;
}
export type Setting =
  | (Base<boolean> & { kind: "switch" })
  | (Base<number> & { kind: "number"; words: (n: number) => string })
  | (Base<string> & { kind: "choice"; options: () => readonly { value: string; label: string }[] });

export const bellEdit = (what: BellEdit): SettingsEdit => ({ bell: what });

/** The words for values, in the order of the keys. */
function options(words: () => Record<string, string>): () => { value: string; label: string }[] {
  return () => Object.entries(words()).map(([value, label]) => ({ value, label }));
}

type WindowKey = keyof NonNullable<SettingsEdit["window"]>;
const windowEdit = (key: WindowKey) => (value: string | boolean) => ({ window: { [key]: value } }) as SettingsEdit;
const look = (id: "theme" | "contrast" | "density", fallback: string, words: () => Record<string, string>): Setting => ({
  id,
  section: "look",
  kind: "choice",
  key: `[window] ${id}`,
  fallback,
  read: (settings) => settings.window[id],
  write: windowEdit(id),
  options: options(words),
});
const bellSwitch = (id: SettingId, key: "enabled" | "follow_do_not_disturb" | "summary_after_quiet" | "dismiss_reads", fallback: boolean): Setting => ({
  id,
  section: "bell",
  kind: "switch",
  key: `[bell] ${key}`,
  fallback,
  read: (settings) => settings.bell[key],
  write: (value) => bellEdit({ [key]: value }),
});
const startSwitch = (id: SettingId, key: "at_login" | "hidden"): Setting => ({
  id,
  section: "start",
  kind: "switch",
  key: `[startup] ${key}`,
  fallback: false,
  read: (settings) => settings.startup[key],
  write: (value) => ({ startup: { [key]: value } }),
});

export const SETTINGS: readonly Setting[] = [
  look("theme", "system", () => text.settings.themes),
  look("contrast", "system", () => text.settings.contrasts),
  look("density", "comfortable", () => text.settings.densities),
  {
    id: "language",
    section: "look",
    kind: "choice",
    key: "[window] language",
    fallback: "system",
    read: (settings) => settings.window.language?.split("-")[0] ?? "system",
    write: windowEdit("language"),
    options: () => [{ value: "system", label: text.settings.languageSystem }, ...LANGUAGES.map(({ tag, name }) => ({ value: tag, label: name }))],
  },
  { id: "pictures", section: "look", kind: "switch", key: "[window] pictures", fallback: true, read: (s) => s.window.pictures, write: windowEdit("pictures") },
  bellSwitch("bellEnabled", "enabled", true),
  {
    id: "breaksThrough",
    section: "bell",
    kind: "choice",
    key: "[bell] breaks_through",
    fallback: "never",
    read: (settings) => settings.bell.breaks_through,
    write: (breaks_through) => bellEdit({ breaks_through }),
    options: options(() => text.rings.urgencies),
  },
  bellSwitch("followDnd", "follow_do_not_disturb", true),
  bellSwitch("summary", "summary_after_quiet", true),
  bellSwitch("dismissReads", "dismiss_reads", false),
  {
    id: "closeToTray",
    section: "start",
    kind: "switch",
    key: "[window] close_to_tray",
    fallback: true,
    read: (settings) => settings.window.close_to_tray,
    write: windowEdit("close_to_tray"),
  },
  startSwitch("atLogin", "at_login"),
  startSwitch("hidden", "hidden"),
  {
    id: "days",
    section: "history",
    kind: "number",
    key: "[history] days",
    fallback: 90,
    read: (settings) => settings.retention_days,
    write: (retention_days) => ({ retention_days }),
    words: (n) => text.settings.days(n),
  },
  {
    id: "entries",
    section: "history",
    kind: "number",
    key: "[history] entries_per_feed",
    fallback: 100_000,
    read: (settings) => settings.retention_entries_per_feed,
    write: (retention_entries_per_feed) => ({ retention_entries_per_feed }),
    words: (n) => text.settings.many(n),
  },
];

/** A value in words. */
export function inWords(setting: Setting): string {
  switch (setting.kind) {
    case "switch":
      return setting.fallback ? text.settings.on : text.settings.off;
    case "number":
      return setting.words(setting.fallback);
    case "choice":
      return setting.options().find((option) => option.value === setting.fallback)?.label ?? setting.fallback;
  }
}
