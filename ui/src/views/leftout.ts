/** What an import leaves out of a feed, called as the feed's page calls it. */
import { text } from "../text";

const SETTINGS: Readonly<Record<string, () => string>> = {
  "bearer token": () => text.reach.token,
  "basic password": () => text.reach.password,
  "proxy password": () => text.reach.proxyPassword,
  proxy: () => text.reach.proxy,
  ca_file: () => text.reach.ca,
  private_network: () => text.reach.privateNetwork,
  "bell.command": () => text.rings.command,
};

/** `what` is the core's word for it: a setting, `query` with the name of a field of the address, or the name of a header. */
export function leftOut(what: string): string {
  if (Object.hasOwn(SETTINGS, what)) return SETTINGS[what]?.() ?? what;
  const field = /^query (.*)$/.exec(what)?.[1];
  return field === undefined ? `${text.reach.headers} (${what})` : `${text.reach.queries} (${field})`;
}
