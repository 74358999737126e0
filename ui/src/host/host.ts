/**
 * All that the window may ask of the world. `tauri.ts` asks the core; `memory.ts` is a core in memory, for the browser and the tests.
 * Every method rejects with a `WireError`.
 */
import type { Acted } from "../bindings/Acted";
import type { CatalogueEntry } from "../bindings/CatalogueEntry";
import type { ChangeQuery } from "../bindings/ChangeQuery";
import type { EntryDelta } from "../bindings/EntryDelta";
import type { EntryDetail } from "../bindings/EntryDetail";
import type { EntryPage } from "../bindings/EntryPage";
import type { EntryQuery } from "../bindings/EntryQuery";
import type { FeedBell } from "../bindings/FeedBell";
import type { FeedEdit } from "../bindings/FeedEdit";
import type { FeedHistory } from "../bindings/FeedHistory";
import type { ImportReview } from "../bindings/ImportReview";
import type { NewFeed } from "../bindings/NewFeed";
import type { NewView } from "../bindings/NewView";
import type { Preview } from "../bindings/Preview";
import type { ReadTarget } from "../bindings/ReadTarget";
import type { Rule } from "../bindings/Rule";
import type { RuleTrial } from "../bindings/RuleTrial";
import type { SettingsEdit } from "../bindings/SettingsEdit";
import type { Snapshot } from "../bindings/Snapshot";
import type { Template } from "../bindings/Template";
import type { SoundName } from "../bindings/SoundName";
import type { TemplateTrial } from "../bindings/TemplateTrial";
import type { Storage } from "../bindings/Storage";
import type { WireError } from "../bindings/WireError";

/** Takes a handler away again. */
export type Unlisten = () => void;

/** What a click on a popup asked for: an entry, those that a summary counted, or with none the window alone. */
export interface Shown {
  seqs: number[];
  /** The button of the one entry, by its number, whose request the person has to allow before it is sent. */
  action: number | null;
}

export interface Host {
  /** Everything beside the entries. */
  snapshot(): Promise<Snapshot>;
  /** A page of the timeline, newest first. */
  entries(query: EntryQuery): Promise<EntryPage>;
  /** What became of the rows that are held, and what is new. */
  changedEntries(query: ChangeQuery): Promise<EntryDelta>;
  /** One entry with its raw event and its card's history. */
  entry(seq: number): Promise<EntryDetail>;
  /** Looks at an address before it is added; with a null format the core guesses. With `privateNetwork` its name may mean an address there. */
  preview(url: string, format: string | null, privateNetwork: boolean): Promise<Preview>;
  /** Adds a feed and answers its identifier. */
  addFeed(feed: NewFeed): Promise<string>;
  editFeed(id: string, edit: FeedEdit): Promise<void>;
  /** Puts a secret into the keyring and points to it. `field`: bearer, basic, basic:USER, proxy, header:NAME, query:NAME. */
  setSecret(id: string, field: string, value: string): Promise<void>;
  removeFeed(id: string): Promise<void>;
  /** Undoes a removal, history and all. */
  restoreFeed(id: string): Promise<void>;
  /** Connects now, without waiting for the countdown. */
  reconnect(id: string): Promise<void>;
  /** Marks rows, and answers those that changed, for undo. */
  markRead(target: ReadTarget, read: boolean): Promise<number[]>;
  /** Stars rows, and answers those that changed, for undo. */
  star(seqs: number[], starred: boolean): Promise<number[]>;
  /** Puts a feed before another, or with null behind all, and into a folder or with null beside them. */
  moveFeed(id: string, before: string | null, folder: string | null): Promise<void>;
  /** Keeps a search, and answers its identifier. */
  saveView(view: NewView): Promise<string>;
  removeView(id: string): Promise<void>;
  feedHistory(id: string): Promise<FeedHistory>;
  /** A data: URL of the picture, or null where there is none to be shown. */
  picture(seq: number, which: "image" | "icon"): Promise<string | null>;
  /** Asks where to, and writes the feeds there; answers whether it did. */
  exportFeeds(kind: "toml" | "opml"): Promise<boolean>;
  /** Asks for a file, and answers what is in it; null where the person chose none. */
  importFeeds(): Promise<ImportReview | null>;
  /** Adds those of the reviewed feeds, by their addresses; answers how many. */
  confirmImport(urls: string[]): Promise<number>;
  /** Asks where to, and writes what is known of a feed's last day and its last entries there; answers whether it did. */
  exportLog(feed: string): Promise<boolean>;
  licences(): Promise<string>;
  storage(): Promise<Storage>;
  /** Opens the entry's link, or the address of one of its actions: the core checks it and opens it outside. */
  openLink(seq: number, action: number | null): Promise<void>;
  /** Sends the request of an entry's button. Its host must be one that the person allowed: with `allow` the host that the answer before named is. */
  act(seq: number, action: number, allow: string | null): Promise<Acted>;
  /** Opens an address that is written in the entry's text, in the same way. */
  openWritten(seq: number, address: string): Promise<void>;
  editSettings(edit: SettingsEdit): Promise<void>;
  /** Tries a template on what a feed said of late; saves nothing. */
  tryTemplate(feed: string, template: Template): Promise<TemplateTrial>;
  /** Puts these in the place of all rules; one with an empty id is new. */
  saveRules(rules: Rule[]): Promise<void>;
  /** Tries a rule on the history; saves nothing. */
  tryRule(rule: Rule): Promise<RuleTrial>;
  /** The feeds that Tidings knows of. */
  catalogue(): Promise<CatalogueEntry[]>;
  /** Adds the built-in demo feeds. */
  startDemo(): Promise<void>;
  /** Raises a notification, to see whether the bell gets through. */
  ringTest(): Promise<void>;
  /** Snoozes a feed, or with null everything, until a time (RFC 3339); with a null time, ends that. */
  snooze(feed: string | null, until: string | null): Promise<void>;
  /** Shows at once what a feed's spoiler delay holds back. */
  showNow(feed: string): Promise<void>;
  /** Has many feeds ring at one level. */
  setLevel(feeds: string[], level: FeedBell["level"]): Promise<void>;
  /** The names of the sounds there are. */
  sounds(): Promise<SoundName[]>;
  /** Plays a sound for a try. */
  previewSound(name: string): Promise<void>;
  dismissNotice(id: number): Promise<void>;
  /** What a popup click asked for before the window was there; answers once. */
  takeShown(): Promise<Shown | null>;
  /** The address that a `tidings:` link asked for before the window listened; answers once. */
  takeLink(): Promise<string | null>;
  /** How large all of the window is, in percent. */
  setZoom(percent: number): Promise<void>;
  /** A hint that something changed: read again. */
  onChanged(handler: () => void): Promise<Unlisten>;
  /** A `tidings:` link asks to look at an address: the dialog for adding it opens, filled in. */
  onLink(handler: (url: string) => void): Promise<Unlisten>;
  /** The person closes the window for the first time: ask what closing is to do, save it, then `closeWindow`. */
  onClosing(handler: () => void): Promise<Unlisten>;
  /** Closes the window, as the settings say. */
  closeWindow(): Promise<void>;
  /** Ends Tidings. */
  quit(): Promise<void>;
  /** A popup click asks for entries, or with none for the window alone. */
  onShow(handler: (shown: Shown) => void): Promise<Unlisten>;
}

/** Whether something thrown is the core's own error. */
export function isWireError(error: unknown): error is WireError {
  return typeof error === "object" && error !== null && "code" in error && "message" in error;
}

/** Whatever was thrown, as the core's error. */
export function toWireError(error: unknown): WireError {
  if (isWireError(error)) return error;
  return { code: "failed", message: error instanceof Error ? error.message : String(error), flaw: null };
}
