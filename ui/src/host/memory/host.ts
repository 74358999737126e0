/** A core in memory, for the browser and the tests. Tests reach it as `window.memory`. */
import type { Acted } from "../../bindings/Acted";
import type { BellSettings } from "../../bindings/BellSettings";
import type { FeedBell } from "../../bindings/FeedBell";
import type { FeedView } from "../../bindings/FeedView";
import type { SettingsView } from "../../bindings/SettingsView";
import type { SoundName } from "../../bindings/SoundName";
import type { Snapshot } from "../../bindings/Snapshot";
import type { Host, Shown } from "../host";
import { BELL, feedBell, given } from "./bell";
import { CATALOGUE } from "./catalogue";
import { PLAIN } from "../../feeds/connection";
import { HEALTH, pointed } from "./connection";
import { BACKUPS, type Draft, MATCH, NEWS, NEXT_GOAL } from "./content";
import { NO_TEMPLATE, RULES, tryRule, tryTemplate } from "./judging";
import { history, ICON, PICTURE, TOML } from "./outside";
import { preview } from "./preview";
import { SCENES } from "./scenes";
import { MemoryStore } from "./store";

/** The settings of an empty tidings.toml. */
const DEFAULTS: SettingsView = {
  bell: BELL,
  window: { theme: "system", contrast: "system", density: "comfortable", language: null, pictures: true, close_to_tray: true, zoom: 100, letter_keys: true, close_asked: false },
  startup: { at_login: false, hidden: true },
  connections: { per_host: [], tell_after_seconds: 120, ring: false },
  demo_port: 0,
  retention_days: 90,
  retention_entries_per_feed: 100_000,
};
const notFound = { code: "not_found", message: "This feed is gone." };

export class MemoryHost implements Host {
  readonly store = new MemoryStore();
  /** The file that is chosen for an import. */
  review = TOML;
  readonly state: Omit<Snapshot, "now" | "feeds"> = {
    bell: { state: "ready", server: "dunst", quiet: null, held: 0, popups: { answers: true, peace: true } },
    config_problem: null,
    rules: [...RULES],
    notices: [],
    settings: { ...DEFAULTS, window: { ...DEFAULTS.window, close_asked: true }, retention_entries_per_feed: 20_000 },
    defaults: DEFAULTS,
    views: [],
    tags: [],
    config_path: "/home/sam/.config/tidings/tidings.toml",
    version: "0.1.0",
  };
  /** What the core was asked to open outside. */
  readonly opened: string[] = [];
  /** What else it was asked for. */
  readonly asked: string[] = [];
  #link: ((url: string) => void)[] = [];
  #closing: (() => void)[] = [];
  #feeds: FeedView[] = [];
  #removed = new Map<string, { feed: FeedView; at: number; restore: () => void }>();
  #changed: (() => void)[] = [];
  #show: ((shown: Shown) => void)[] = [];

  /** A feed in the list, without a word to the window. */
  addView(feed: FeedView): void {
    this.#feeds.push(feed);
  }

  /** A feed speaks. */
  say(feed: string, draft: Draft): number {
    const { seq } = this.store.append(feed, draft, "rang");
    this.hint();
    return seq;
  }

  /** A feed's connection, or anything else of it, stands differently. */
  set(id: string, what: Partial<FeedView>): void {
    this.#feeds = this.#feeds.map((feed) => (feed.id === id ? { ...feed, ...what } : feed));
    this.hint();
  }

  /** Lets all rows go, and answers how many. */
  forget(): number {
    return this.store.forget();
  }

  hint(): void {
    for (const handler of this.#changed) handler();
  }

  clickPopup(...seqs: number[]): void {
    for (const handler of this.#show) handler({ seqs, action: null });
  }

  async snapshot(): Promise<Snapshot> {
    const feeds = this.#feeds.map((feed) => ({
      ...feed,
      unread: this.store.unread(feed.id),
      last_entry_at: this.store.lastEntryAt(feed.id),
    }));
    const views = this.state.views.map((view) => ({ ...view, unread: view.problem ? 0 : this.store.count(view.search, this.#feeds) }));
    return structuredClone({ ...this.state, feeds, views, tags: this.store.tags(), now: new Date().toISOString() });
  }

  entries = async (query: Parameters<Host["entries"]>[0]) => this.store.page(query, this.#feeds);
  changedEntries = async (query: Parameters<Host["changedEntries"]>[0]) => this.store.changed(query, this.#feeds);
  entry = async (seq: number) => this.store.detail(seq);
  preview = (url: string, format: string | null, privateNetwork: boolean) =>
    preview(url, format, privateNetwork, (found) => this.#feeds.find((feed) => feed.url === found)?.id ?? null);

  async addFeed(feed: Parameters<Host["addFeed"]>[0]): Promise<string> {
    const id = `feed-${this.#feeds.length + 1}`;
    const state = { state: "open" as const, since: new Date().toISOString() };
    const name = feed.name ?? new URL(feed.url).hostname;
    const connection = feed.connection ?? PLAIN;
    const heard = { last_heard_at: null, last_entry_at: null, last_bad_event: null };
    const bell = feedBell({ level: feed.notify });
    const rest = { bell, connection, health: HEALTH, template: NO_TEMPLATE, next_check_at: null, poll_seconds: null };
    const { format = null, folder = null } = feed;
    this.addView({ ...feed, ...heard, ...rest, format, folder, name, id, enabled: true, state, unread: 0 });
    this.hint();
    return id;
  }

  async editFeed(id: string, edit: Parameters<Host["editFeed"]>[1]): Promise<void> {
    const feed = this.#feed(id);
    const enabled = edit.enabled ?? feed.enabled;
    const state: FeedView["state"] = enabled ? { state: "open", since: new Date().toISOString() } : { state: "paused" };
    const format = edit.format == null ? feed.format : edit.format === "auto" ? null : edit.format;
    const template = edit.template ?? feed.template;
    const connection = edit.connection ?? feed.connection;
    const poll_seconds = edit.poll_seconds == null ? feed.poll_seconds : edit.poll_seconds || null;
    const rest = { template, connection, poll_seconds, name: edit.name ?? feed.name, url: edit.url ?? feed.url, bell: feedBell({ ...feed.bell, ...given(edit.bell) }) };
    const folder = edit.folder == null ? feed.folder : edit.folder || null;
    this.set(id, { ...rest, format, folder, enabled, state: edit.enabled == null ? feed.state : state });
  }

  async setSecret(id: string, field: string): Promise<void> {
    this.set(id, { connection: pointed(this.#feed(id).connection, id, field) });
  }

  async removeFeed(id: string): Promise<void> {
    const feed = this.#feed(id);
    this.#removed.set(id, { feed, at: this.#feeds.indexOf(feed), restore: this.store.remove(id) });
    this.#feeds = this.#feeds.filter((other) => other !== feed);
    this.hint();
  }

  async restoreFeed(id: string): Promise<void> {
    const removed = this.#removed.get(id);
    if (!removed) throw notFound;
    removed.restore();
    this.#feeds.splice(removed.at, 0, removed.feed);
    this.hint();
  }

  async reconnect(id: string): Promise<void> {
    this.#feed(id);
    this.set(id, { state: { state: "open", since: new Date().toISOString() }, last_heard_at: new Date().toISOString() });
  }

  async markRead(target: Parameters<Host["markRead"]>[0], read: boolean): Promise<number[]> {
    const seqs = this.store.mark(target, read, this.#feeds);
    this.hint();
    return seqs;
  }

  async star(seqs: number[], starred: boolean): Promise<number[]> {
    const changed = seqs.filter((seq) => this.store.detail(seq).entry.starred !== starred);
    for (const seq of changed) this.store.change(seq, { starred });
    this.hint();
    return changed;
  }

  async moveFeed(id: string, before: string | null, folder: string | null): Promise<void> {
    const moved = { ...this.#feed(id), folder };
    const rest = this.#feeds.filter((feed) => feed.id !== id);
    const at = before === null ? rest.length : rest.findIndex((feed) => feed.id === before);
    this.#feeds = [...rest.slice(0, at), moved, ...rest.slice(at)];
    this.hint();
  }

  async saveView({ id, name, search }: Parameters<Host["saveView"]>[0]): Promise<string> {
    const view = { id: id ?? `view-${this.state.views.length + 1}`, name, search, unread: 0, problem: null };
    const there = this.state.views.some((other) => other.id === view.id);
    this.state.views = there ? this.state.views.map((other) => (other.id === view.id ? view : other)) : [...this.state.views, view];
    this.hint();
    return view.id;
  }

  async removeView(id: string): Promise<void> {
    this.state.views = this.state.views.filter((view) => view.id !== id);
    this.hint();
  }

  feedHistory = async (id: string) => history(Date.now(), this.#feed(id).state.state === "waiting");
  picture = async (seq: number, which: "image" | "icon") => {
    const address = this.store.detail(seq).entry[which];
    return address === null || !this.state.settings.window.pictures ? null : which === "icon" ? ICON : PICTURE;
  };
  exportFeeds = async (kind: string) => this.asked.push(`export ${kind}`) > 0;
  exportLog = async (feed: string) => this.asked.push(`log of ${feed}`) > 0;
  closeWindow = async () => void this.asked.push("close");
  quit = async () => void this.asked.push("quit");
  licences = async () => "Tidings is free software: MIT or Apache-2.0.";
  storage = async () => ({ bytes: 48_300_000, entries: 12_345, oldest: new Date(Date.now() - 30 * 86_400_000).toISOString() });
  importFeeds = async () => this.review;

  async confirmImport(urls: string[]): Promise<number> {
    for (const url of urls) await this.addFeed({ url, notify: "always" });
    return urls.length;
  }

  /** A `tidings:` link is clicked somewhere. */
  clickLink(url: string): void {
    for (const handler of this.#link) handler(url);
  }

  /** The window is closed for the first time. */
  clickClose(): void {
    for (const handler of this.#closing) handler();
  }

  async onLink(handler: (url: string) => void): Promise<() => void> {
    this.#link.push(handler);
    return () => void (this.#link = this.#link.filter((other) => other !== handler));
  }

  async onClosing(handler: () => void): Promise<() => void> {
    this.#closing.push(handler);
    return () => void (this.#closing = this.#closing.filter((other) => other !== handler));
  }

  async openLink(seq: number, action: number | null): Promise<void> {
    const { entry } = this.store.detail(seq);
    this.#open(action === null ? entry.link : (entry.actions[action]?.url ?? null));
  }

  async openWritten(seq: number, address: string): Promise<void> {
    this.#open(this.store.detail(seq).entry.body.includes(address) ? address : null);
  }

  #open(url: string | null): void {
    if (url === null || !/^https?:/.test(url)) throw { code: "invalid", message: `This link is not opened: ${url ?? "it has no address"}` };
    this.opened.push(url);
  }

  /** A button whose address ends in /fail is refused. */
  async act(seq: number, action: number, allow: string | null): Promise<Acted> {
    const { kind, url, method } = this.store.detail(seq).entry.actions[action] ?? {};
    if (kind !== "http" || !url) throw { code: "invalid", message: "This button sends no request." };
    const { hostname, port, protocol } = new URL(url);
    const host = protocol === "https:" && !port ? hostname : `${hostname}:${port || 80}`;
    const hosts = this.state.settings.bell.request_hosts;
    if (allow !== host && !hosts.includes(host)) return { state: "needs_confirmation", host };
    if (!hosts.includes(host)) await this.editSettings({ bell: { request_hosts: [...hosts, host] } });
    if (url.endsWith("/fail")) return { state: "failed", code: "not_found", what: [], reason: "The server answered 404 (no such address).", advice: "Check the address." };
    this.asked.push(`${method} ${url}`);
    return { state: "sent" };
  }

  async editSettings(edit: Parameters<Host["editSettings"]>[0]): Promise<void> {
    const { window, startup, bell, connections, ...rest } = edit;
    const now = this.state.settings;
    const language = window?.language === "system" ? { language: null } : {};
    this.state.settings = {
      ...now,
      ...given(rest),
      bell: { ...now.bell, ...given(bell) } as BellSettings,
      window: { ...now.window, ...given(window), ...language },
      startup: { ...now.startup, ...given(startup) },
      connections: { ...now.connections, ...given(connections) },
    };
    const { quiet, held, popups } = this.state.bell;
    if (bell?.enabled != null) this.state.bell = { state: bell.enabled ? "unknown" : "off", quiet, held, popups };
    this.hint();
  }

  tryTemplate = async (feed: string, template: Parameters<Host["tryTemplate"]>[1]) => tryTemplate(this.store, this.#feed(feed).id, template);
  tryRule = async (rule: Parameters<Host["tryRule"]>[0]) => tryRule(this.store, rule);
  catalogue = async () => structuredClone(CATALOGUE);

  async saveRules(rules: Parameters<Host["saveRules"]>[0]): Promise<void> {
    this.state.rules = rules.map((rule, i) => ({ ...rule, id: rule.id || `rule-${i + 1}` }));
    this.hint();
  }

  async startDemo(): Promise<void> {
    SCENES["demo"]?.(this);
    this.hint();
  }

  async ringTest(): Promise<void> {
    this.state.bell = { ...this.state.bell, state: "ready", server: "dunst" };
    this.hint();
  }

  async snooze(feed: string | null, until: string | null): Promise<void> {
    const quiet = until === null ? null : { until, why: "snoozed" as const };
    if (feed === null) this.state.bell = { ...this.state.bell, quiet };
    else this.set(feed, { bell: { ...this.#feed(feed).bell, snoozed_until: until, quiet_now: quiet } });
    this.hint();
  }

  async showNow(feed: string): Promise<void> {
    this.set(feed, { bell: { ...this.#feed(feed).bell, held_back: 0 } });
  }

  async setLevel(feeds: string[], level: FeedBell["level"]): Promise<void> {
    for (const feed of feeds) this.set(feed, { bell: { ...this.#feed(feed).bell, level } });
  }

  sounds = async (): Promise<SoundName[]> => ["system", "silent", "chime", "pluck", "knock", "ting", "alarm"];

  async previewSound(name: string): Promise<void> {
    this.asked.push(`sound ${name}`);
  }

  async dismissNotice(id: number): Promise<void> {
    this.state.notices = this.state.notices.filter((notice) => notice.id !== id);
    this.hint();
  }

  takeShown = async (): Promise<Shown | null> => null;
  takeLink = async (): Promise<string | null> => null;
  setZoom = async (percent: number) => void (document.documentElement.style.zoom = `${percent}%`);

  async onChanged(handler: () => void): Promise<() => void> {
    this.#changed.push(handler);
    return () => void (this.#changed = this.#changed.filter((other) => other !== handler));
  }

  async onShow(handler: (shown: Shown) => void): Promise<() => void> {
    this.#show.push(handler);
    return () => void (this.#show = this.#show.filter((other) => other !== handler));
  }

  #feed(id: string): FeedView {
    const feed = this.#feeds.find((other) => other.id === id);
    if (!feed) throw notFound;
    return feed;
  }
}

/** A core in memory with the scene of `params`. With `live`, its feeds go on speaking by themselves. */
export function memoryHost(params: URLSearchParams): MemoryHost {
  const host = new MemoryHost();
  SCENES[params.get("scene") ?? "busy"]?.(host);
  let told = 0;
  const wire = [...NEWS, ...BACKUPS];
  const speak = () => {
    const draft = wire[told++ % wire.length];
    if (draft) host.say("demo-news", draft);
    if (told % 5 === 4) host.say("demo-match", told % 2 ? NEXT_GOAL : (MATCH[1] as Draft));
  };
  if (params.has("live")) setInterval(speak, 4000);
  return host;
}
