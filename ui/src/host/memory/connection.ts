/** How a feed of the core in memory is reached, and how well. */
import type { ConnectionEdit } from "../../bindings/ConnectionEdit";
import type { Gap } from "../../bindings/Gap";
import type { FeedHealth } from "../../bindings/FeedHealth";

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

export const HEALTH: FeedHealth = {
  state_since: ago(60),
  last_event_at: ago(4),
  reconnects_today: 2,
  bytes_today: 184_320,
  events_today: 412,
  last_error: { at: ago(61), code: "ended", what: [], reason: "The server ended the stream.", advice: "" },
  gaps: [],
  usual_gap_seconds: 15,
  idle_seconds: 45,
  failing_since: null,
};

/** What it said earlier today and nobody may have heard. */
export const MISSED: Gap[] = [
  { code: "unconfirmed", from: ago(75), to: ago(62), what: "", reason: "What it said while the connection was down may be missing." },
  { code: "not_allowed", from: null, to: null, what: "police", reason: "The server does not let you read: police." },
];

/** What a server says that is down. */
export const OUTAGE = { code: "server_error" as const, what: ["503"], reason: "The server answered 503 (not available now).", advice: "" };

/** Of a feed that lost its server 25 minutes ago. */
export const DOWN: FeedHealth = {
  ...HEALTH,
  state_since: ago(25),
  last_event_at: ago(27),
  last_error: { at: ago(1), ...OUTAGE },
  failing_since: ago(25),
  gaps: MISSED,
};

/** The connection, with a secret in the keyring. */
export function pointed(connection: ConnectionEdit, id: string, field: string): ConnectionEdit {
  const [kind = "", name = ""] = field.split(":");
  const secret = { from: "keyring" as const, name: `${id}/${field.replace(":", "/")}` };
  switch (kind) {
    case "bearer":
      return { ...connection, basic: null, bearer: secret };
    case "basic":
      return { ...connection, bearer: null, basic: { user: name || (connection.basic?.user ?? ""), password: secret } };
    case "proxy":
      return { ...connection, proxy_password: secret };
    case "header":
      return { ...connection, headers: [...connection.headers.filter((held) => held.name !== name), { name, value: null, secret }] };
    case "query":
      return { ...connection, query: [...connection.query.filter((held) => held.name !== name), { name, secret }] };
    default:
      throw { code: "invalid", message: "A secret is one of: bearer, basic, basic:USER, proxy, header:NAME, query:NAME." };
  }
}
