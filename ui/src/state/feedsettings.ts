/** What `tidings.toml` sets for one feed, and where the window shows it: so that the search of the settings finds that too. */
import { text } from "../text";
import type { FeedTab } from "./app.svelte";

export interface FeedSetting {
  /** As `tidings.toml` has it. */
  key: string;
  /** The part of the feed's page; null where it stands elsewhere in the window. */
  tab: FeedTab | null;
  label: () => string;
  help: () => string;
}

type Row = readonly [key: string, label: () => string, help?: () => string];
const on = (tab: FeedTab | null, table: string, rows: readonly Row[]): FeedSetting[] =>
  rows.map(([key, label, help = () => ""]) => ({ key: `${table} ${key}`, tab, label, help }));

const template = (name: keyof typeof text.template.fields): Row => [name, () => text.template.fields[name], () => text.template.fallback];

export const FEED_SETTINGS: readonly FeedSetting[] = [
  ...on("general", "[feeds.*]", [
    ["name", () => text.edit.name],
    ["url", () => text.edit.url],
    ["folder", () => text.page.folder, () => text.page.folderHelp],
    ["format", () => text.format.label, () => text.format.help],
    ["enabled", () => text.actions.pause],
    ["poll_seconds", () => text.page.poll, () => text.page.pollHelp],
  ]),
  ...on("bell", "[feeds.*]", [["notify", () => text.notify.label, () => text.rings.levelHelp.always]]),
  ...on("bell", "[feeds.*.bell]", [
    ["urgent_from", () => text.rings.urgentFrom, () => text.rings.levelHelp.urgent],
    ["digest_minutes", () => text.rings.digestMinutes, () => text.rings.levelHelp.digest],
    ["sound", () => text.rings.sounds, () => text.rings.soundDefault],
    ["quiet", () => text.quiet.title, () => text.quiet.follow],
    ["spoiler_seconds", () => text.rings.spoiler, () => text.rings.spoilerHelp],
    ["command", () => text.rings.command, () => text.rings.commandNone],
  ]),
  ...on("connection", "[feeds.*]", [
    ["headers", () => text.reach.headers],
    ["basic", () => text.reach.auth, () => text.reach.auths.basic],
    ["bearer", () => text.reach.auth, () => text.reach.auths.bearer],
    ["query", () => text.reach.queries],
    ["private_network", () => text.reach.privateNetwork, () => text.reach.privateNetworkHelp],
    ["proxy", () => text.reach.proxy, () => text.reach.proxyHelp],
    ["ca_file", () => text.reach.ca],
    ["pin_sha256", () => text.reach.pin, () => text.reach.pinHelp],
    ["http_version", () => text.reach.http, () => text.reach.httpDefault],
    ["timeout_seconds", () => text.reach.timeout, () => text.reach.timeoutHelp],
    ["idle_seconds", () => text.reach.idle, () => text.reach.idleHelp],
    ["max_event_bytes", () => text.reach.maxEvent, () => text.reach.maxEventHelp],
    ["max_bytes_per_second", () => text.reach.maxRate, () => text.reach.maxRateHelp],
  ]),
  ...on("template", "[feeds.*.template]", (["title", "body", "link", "image", "urgency", "key", "replaces", "time", "notify_if", "keep_if", "drop_if"] as const).map(template)),
  ...on(null, "[views.*]", [
    ["name", () => text.saved.name],
    ["search", () => text.saved.title],
  ]),
];
