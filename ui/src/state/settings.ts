/** Every plain setting: where it is in the file, and how it is read and written. What it is without one, the core says. */
import type { BellEdit } from "../bindings/BellEdit";
import type { PopupsView } from "../bindings/PopupsView";
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
  /** What popups must be able to do for it to mean anything. */
  needs?: keyof PopupsView;
  read: (settings: SettingsView) => T;
  write: (value: T) => SettingsEdit;
}
export type Setting =
  | (Base<boolean> & { kind: "switch" })
  | (Base<number> & { kind: "number"; words: (n: number) => string; min?: number; max?: number })
  | (Base<string> & { kind: "choice"; options: () => readonly { value: string; label: string }[] });

export const bellEdit = (what: BellEdit): SettingsEdit => ({ bell: what });

/** The words for values, in the order of the keys. */
function options(words: () => Record<string, string>): () => { value: string; label: string }[] {
  return () => Object.entries(words()).map(([value, label]) => ({ value, label }));
}

type WindowKey = keyof NonNullable<SettingsEdit["window"]>;
const windowEdit = (key: WindowKey) => (value: string | boolean | number) => ({ window: { [key]: value } }) as SettingsEdit;
const look = (id: "theme" | "contrast" | "density", words: () => Record<string, string>): Setting => ({
  id,
  section: "look",
  kind: "choice",
  key: `[window] ${id}`,
  read: (settings) => settings.window[id],
  write: windowEdit(id),
  options: options(words),
});
const bellSwitch = (id: SettingId, key: "enabled" | "follow_do_not_disturb" | "summary_after_quiet" | "dismiss_reads"): Setting => ({
  id,
  section: "bell",
  kind: "switch",
  key: `[bell] ${key}`,
  read: (settings) => settings.bell[key],
  write: (value) => bellEdit({ [key]: value }),
});
const bellNumber = (id: SettingId, key: "burst" | "feed_pace_ms" | "pace_ms", max: number): Setting => ({
  id,
  section: "bell",
  kind: "number",
  key: `[bell] ${key}`,
  min: 1,
  max,
  read: (settings) => settings.bell[key],
  write: (value) => bellEdit({ [key]: value }),
  words: (n) => String(n),
});
const startSwitch = (id: SettingId, key: "at_login" | "hidden"): Setting => ({
  id,
  section: "start",
  kind: "switch",
  key: `[startup] ${key}`,
  read: (settings) => settings.startup[key],
  write: (value) => ({ startup: { [key]: value } }),
});

export const SETTINGS: readonly Setting[] = [
  look("theme", () => text.settings.themes),
  look("contrast", () => text.settings.contrasts),
  look("density", () => text.settings.densities),
  {
    id: "language",
    section: "look",
    kind: "choice",
    key: "[window] language",
    read: (settings) => settings.window.language?.split("-")[0] ?? "system",
    write: windowEdit("language"),
    options: () => [{ value: "system", label: text.settings.languageSystem }, ...LANGUAGES.map(({ tag, name }) => ({ value: tag, label: name }))],
  },
  {
    id: "zoom",
    section: "look",
    kind: "number",
    key: "[window] zoom",
    min: 50,
    max: 300,
    read: (settings) => settings.window.zoom,
    write: windowEdit("zoom"),
    words: (n) => text.percent(n),
  },
  { id: "letterKeys", section: "look", kind: "switch", key: "[window] letter_keys", read: (s) => s.window.letter_keys, write: windowEdit("letter_keys") },
  { id: "pictures", section: "look", kind: "switch", key: "[window] pictures", read: (s) => s.window.pictures, write: windowEdit("pictures") },
  bellSwitch("bellEnabled", "enabled"),
  {
    id: "breaksThrough",
    section: "bell",
    kind: "choice",
    key: "[bell] breaks_through",
    read: (settings) => settings.bell.breaks_through,
    write: (breaks_through) => bellEdit({ breaks_through }),
    options: options(() => text.rings.urgencies),
  },
  { ...bellSwitch("followDnd", "follow_do_not_disturb"), needs: "peace" },
  bellSwitch("summary", "summary_after_quiet"),
  { ...bellSwitch("dismissReads", "dismiss_reads"), needs: "answers" },
  bellNumber("burst", "burst", 100),
  bellNumber("feedPace", "feed_pace_ms", 3_600_000),
  bellNumber("pace", "pace_ms", 3_600_000),
  {
    id: "closeToTray",
    section: "start",
    kind: "switch",
    key: "[window] close_to_tray",
    read: (settings) => settings.window.close_to_tray,
    write: windowEdit("close_to_tray"),
  },
  {
    id: "closeAsked",
    section: "start",
    kind: "switch",
    key: "[window] close_asked",
    read: (settings) => !settings.window.close_asked,
    write: (ask) => ({ window: { close_asked: !ask } }),
  },
  startSwitch("atLogin", "at_login"),
  startSwitch("hidden", "hidden"),
  {
    id: "tellAfter",
    section: "connections",
    kind: "number",
    key: "[connections] tell_after_seconds",
    min: 1,
    max: 86_400,
    read: (settings) => settings.connections.tell_after_seconds,
    write: (tell_after_seconds) => ({ connections: { tell_after_seconds } }),
    words: (n) => text.duration(n),
  },
  {
    id: "tellRing",
    section: "connections",
    kind: "switch",
    key: "[connections] ring",
    read: (settings) => settings.connections.ring,
    write: (ring) => ({ connections: { ring } }),
  },
  {
    id: "demoPort",
    section: "feeds",
    kind: "number",
    key: "[demo] port",
    max: 65_535,
    read: (settings) => settings.demo_port,
    write: (demo_port) => ({ demo_port }),
    words: (n) => (n === 0 ? text.settings.off : String(n)),
  },
  {
    id: "days",
    section: "history",
    kind: "number",
    key: "[history] days",
    read: (settings) => settings.retention_days,
    write: (retention_days) => ({ retention_days }),
    words: (n) => text.settings.days(n),
  },
  {
    id: "entries",
    section: "history",
    kind: "number",
    key: "[history] entries_per_feed",
    read: (settings) => settings.retention_entries_per_feed,
    write: (retention_entries_per_feed) => ({ retention_entries_per_feed }),
    words: (n) => text.settings.many(n),
  },
];

/** Those that mean something where popups can do this much. */
export const offered = (popups: PopupsView): readonly Setting[] => SETTINGS.filter(({ needs }) => needs === undefined || popups[needs]);

/** What a section shows beside plain settings: what it is called, for the search, and what of `tidings.toml` it edits. */
export const PARTS: Record<Section, { keys: readonly string[]; words: () => readonly string[] }> = {
  look: { keys: [], words: () => [] },
  bell: {
    keys: ["[bell] sound", "[bell] quiet", "[bell] request_hosts"],
    words: () => [text.settings.sounds, text.settings.soundsHelp, text.quiet.title, text.settings.quietHelp, text.settings.hosts, text.bell.test, text.snooze.title],
  },
  start: { keys: [], words: () => [] },
  connections: { keys: ["[connections] per_host"], words: () => [text.settings.perHost, text.settings.perHostHelp] },
  history: { keys: [], words: () => [text.settings.storage] },
  feeds: {
    keys: ["[rules.*] words", "[rules.*] then"],
    words: () => [text.settings.rules, text.settings.rulesHelp, text.settings.export, text.settings.exportHelp, text.settings.import, text.settings.importHelp],
  },
  about: {
    keys: [],
    words: () => [text.settings.shortcuts, text.settings.tour, text.settings.licences, text.settings.file, "tidings.toml"],
  },
};

/** What a setting is in some settings, in words. */
export function inWords(setting: Setting, settings: SettingsView): string {
  switch (setting.kind) {
    case "switch":
      return setting.read(settings) ? text.settings.on : text.settings.off;
    case "number":
      return setting.words(setting.read(settings));
    case "choice": {
      const value = setting.read(settings);
      return setting.options().find((option) => option.value === value)?.label ?? value;
    }
  }
}
