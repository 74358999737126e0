/**
 * All that the window may ask of the world. `tauri.ts` asks the core; `memory.ts` is a core in memory, for the browser and the tests.
 * Every method rejects with a `WireError`.
 */
import type { CatalogueEntry } from "../bindings/CatalogueEntry";
import type { EntryDelta } from "../bindings/EntryDelta";
import type { EntryDetail } from "../bindings/EntryDetail";
import type { EntryPage } from "../bindings/EntryPage";
import type { EntryQuery } from "../bindings/EntryQuery";
import type { FeedEdit } from "../bindings/FeedEdit";
import type { NewFeed } from "../bindings/NewFeed";
import type { Preview } from "../bindings/Preview";
import type { ReadTarget } from "../bindings/ReadTarget";
import type { Rule } from "../bindings/Rule";
import type { RuleTrial } from "../bindings/RuleTrial";
import type { SettingsEdit } from "../bindings/SettingsEdit";
import type { Snapshot } from "../bindings/Snapshot";
import type { Template } from "../bindings/Template";
import type { TemplateTrial } from "../bindings/TemplateTrial";
import type { WireError } from "../bindings/WireError";

/** Takes a handler away again. */
export type Unlisten = () => void;

/** What a click on a popup asked for: an entry, or with null the window alone. */
export interface Shown {
  seq: number | null;
}

export interface Host {
  /** Everything beside the entries. */
  snapshot(): Promise<Snapshot>;
  /** A page of the timeline, newest first. */
  entries(query: EntryQuery): Promise<EntryPage>;
  /** What changed since a revision. */
  changedEntries(since: number): Promise<EntryDelta>;
  /** One entry with its raw event and its card's history. */
  entry(seq: number): Promise<EntryDetail>;
  /** Looks at an address before it is added; with a null format the core guesses. */
  preview(url: string, format: string | null): Promise<Preview>;
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
  star(seq: number, starred: boolean): Promise<void>;
  /** Opens the entry's link, or the address of one of its actions: the core checks it and opens it outside. */
  openLink(seq: number, action: number | null): Promise<void>;
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
  dismissNotice(id: number): Promise<void>;
  /** What a popup click asked for before the window was there; answers once. */
  takeShown(): Promise<Shown | null>;
  /** A hint that something changed: read again. */
  onChanged(handler: () => void): Promise<Unlisten>;
  /** A popup click asks for an entry, or with null for the window alone. */
  onShow(handler: (seq: number | null) => void): Promise<Unlisten>;
}

/** Whether something thrown is the core's own error. */
export function isWireError(error: unknown): error is WireError {
  return typeof error === "object" && error !== null && "code" in error && "message" in error;
}

/** Whatever was thrown, as the core's error. */
export function toWireError(error: unknown): WireError {
  if (isWireError(error)) return error;
  return { code: "failed", message: error instanceof Error ? error.message : String(error) };
}
