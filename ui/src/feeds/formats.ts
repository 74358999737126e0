/** The formats a person can choose. Others that a hand-written tidings.toml names are shown as they are. */
import { text } from "../text";

/** Lets the address decide. */
export const AUTO = "auto";

/** What goes by the same name in every language; in the order of docs/feeds. */
const NAMES = {
  ntfy: "ntfy",
  wikimedia: "Wikimedia",
  mastodon: "Mastodon",
  firebase: "Firebase",
  mercure: "Mercure",
  couchdb: "CouchDB",
  "home-assistant": "Home Assistant",
  openhab: "openHAB",
  hue: "Philips Hue",
  horizon: "Stellar Horizon",
  ably: "Ably",
  github: "GitHub (smee)",
  opticodds: "OpticOdds",
  txline: "TxLINE",
  cloudevents: "CloudEvents",
  activitystreams: "ActivityStreams",
  "json-feed": "JSON Feed",
  gotify: "Gotify",
  chat: "Slack, Discord",
  feed: "RSS, Atom",
};

/** `recognised` is what the address decided for, where that is known. */
export function formatOptions(current: string, recognised: string = AUTO): { value: string; label: string }[] {
  const named = new Map(Object.entries({ ...NAMES, score: text.format.score }));
  const label = (format: string) => named.get(format) ?? format;
  const known = [
    { value: AUTO, label: recognised === AUTO ? text.format.auto : text.format.autoIs(label(recognised)) },
    ...[...named].map(([value, name]) => ({ value, label: name })),
  ];
  return known.some(({ value }) => value === current) ? known : [...known, { value: current, label: current }];
}

/** Which entries of a feed can ring. */
export function notifyOptions() {
  return (["always", "highlighted", "urgent", "digest", "never"] as const).map((value) => ({ value, label: text.notify[value] }));
}
