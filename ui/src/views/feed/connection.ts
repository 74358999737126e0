/** A feed's connection as a form: texts as they are typed, and what they come to. Pure. */
import type { ConnectionEdit } from "../../bindings/ConnectionEdit";
import type { HeaderEdit } from "../../bindings/HeaderEdit";
import type { SecretPlace } from "../../bindings/SecretPlace";
import type { SecretSource } from "../../bindings/SecretSource";

export interface SecretDraft {
  from: SecretPlace;
  /** The variable, the path, or the keyring item there is; empty for none yet. */
  name: string;
  /** A new value for the keyring. */
  typed: string;
}

export interface HeaderDraft {
  name: string;
  value: string;
  isSecret: boolean;
  secret: SecretDraft;
}

export interface Draft {
  numbers: Record<NumberField, string>;
  privateNetwork: boolean;
  proxy: string;
  proxyPassword: SecretDraft;
  ca: string;
  pin: string;
  http: "1.1" | "2";
  auth: "none" | "bearer" | "basic";
  user: string;
  login: SecretDraft;
  headers: HeaderDraft[];
  queries: HeaderDraft[];
}

export type NumberField = "idle_seconds" | "timeout_seconds" | "max_event_bytes" | "max_bytes_per_second";

/** The ranges that the core takes. */
export const RANGES: Record<NumberField, [number, number]> = {
  idle_seconds: [5, 86_400],
  timeout_seconds: [1, 300],
  max_event_bytes: [1024, 33_554_432],
  max_bytes_per_second: [1024, 1_073_741_824],
};
export const NUMBERS = Object.keys(RANGES) as NumberField[];

export const noSecret = (): SecretDraft => ({ from: "keyring", name: "", typed: "" });
export const noHeader = (isSecret: boolean): HeaderDraft => ({ name: "", value: "", isSecret, secret: noSecret() });
const drafted = (source: SecretSource | null): SecretDraft => (source ? { ...source, typed: "" } : noSecret());

export function draftOf(connection: ConnectionEdit): Draft {
  const shown = (n: number | null) => (n === null ? "" : String(n));
  return {
    numbers: Object.fromEntries(NUMBERS.map((field) => [field, shown(connection[field])])) as Draft["numbers"],
    privateNetwork: connection.private_network,
    proxy: connection.proxy ?? "",
    proxyPassword: drafted(connection.proxy_password),
    ca: connection.ca_file ?? "",
    pin: connection.pin_sha256 ?? "",
    http: connection.http_version ?? "1.1",
    auth: connection.bearer ? "bearer" : connection.basic ? "basic" : "none",
    user: connection.basic?.user ?? "",
    login: drafted(connection.bearer ?? connection.basic?.password ?? null),
    headers: connection.headers.map(({ name, value, secret }) => ({ name, value: value ?? "", isSecret: secret !== null, secret: drafted(secret) })),
    queries: connection.query.map(({ name, secret }) => ({ name, value: "", isSecret: true, secret: drafted(secret) })),
  };
}

/** Which number is out of its range. */
export function wrongNumbers(draft: Draft): NumberField[] {
  return NUMBERS.filter((field) => {
    const typed = draft.numbers[field].trim();
    const [min, max] = RANGES[field];
    return typed !== "" && !(/^\d+$/.test(typed) && Number(typed) >= min && Number(typed) <= max);
  });
}

/** Where the secret is, once it is anywhere: a new value for the keyring is put there by itself, which points to it too. */
function pointed(secret: SecretDraft): SecretSource | null {
  return secret.name.trim() === "" ? null : { from: secret.from, name: secret.name.trim() };
}

export function connectionOf(draft: Draft): ConnectionEdit {
  const number = (field: NumberField) => (draft.numbers[field].trim() === "" ? null : Number(draft.numbers[field]));
  const words = (typed: string) => typed.trim() || null;
  const login = pointed(draft.login);
  return {
    idle_seconds: number("idle_seconds"),
    timeout_seconds: number("timeout_seconds"),
    max_event_bytes: number("max_event_bytes"),
    max_bytes_per_second: number("max_bytes_per_second"),
    private_network: draft.privateNetwork,
    proxy: words(draft.proxy),
    proxy_password: words(draft.proxy) ? pointed(draft.proxyPassword) : null,
    ca_file: words(draft.ca),
    pin_sha256: words(draft.pin)?.replace(/[:\s]/g, "").toLowerCase() ?? null,
    http_version: draft.http === "2" ? "2" : null,
    headers: draft.headers.flatMap((header): HeaderEdit[] => {
      const name = header.name.trim();
      if (!header.isSecret) return name ? [{ name, value: header.value, secret: null }] : [];
      const secret = pointed(header.secret);
      return name && secret ? [{ name, value: null, secret }] : [];
    }),
    query: draft.queries.flatMap((field) => {
      const secret = pointed(field.secret);
      return field.name.trim() && secret ? [{ name: field.name.trim(), secret }] : [];
    }),
    basic: draft.auth === "basic" && login ? { user: draft.user.trim(), password: login } : null,
    bearer: draft.auth === "bearer" ? login : null,
  };
}

/** The values to be put into the keyring, under the names that the core knows. */
export function newSecrets(draft: Draft): { field: string; value: string }[] {
  const typed = (field: string, secret: SecretDraft) => (secret.from === "keyring" && secret.typed !== "" ? [{ field, value: secret.typed }] : []);
  return [
    ...(draft.auth === "bearer" ? typed("bearer", draft.login) : []),
    ...(draft.auth === "basic" ? typed(`basic:${draft.user.trim()}`, draft.login) : []),
    ...(draft.proxy.trim() ? typed("proxy", draft.proxyPassword) : []),
    ...draft.headers.flatMap((header) => (header.isSecret && header.name.trim() ? typed(`header:${header.name.trim()}`, header.secret) : [])),
    ...draft.queries.flatMap((field) => (field.name.trim() ? typed(`query:${field.name.trim()}`, field.secret) : [])),
  ];
}
