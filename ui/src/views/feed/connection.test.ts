import { expect, test } from "vitest";

import type { ConnectionEdit } from "../../bindings/ConnectionEdit";
import { PLAIN } from "../../feeds/connection";
import { connectionOf, draftOf, newSecrets, noHeader, wrongNumbers } from "./connection";

const FULL: ConnectionEdit = {
  ...PLAIN,
  idle_seconds: 60,
  max_bytes_per_second: 4096,
  private_network: true,
  proxy: "socks5://p:1080",
  proxy_password: { from: "env", name: "PROXY" },
  ca_file: "/ca.pem",
  pin_sha256: "00".repeat(32),
  http_version: "2",
  headers: [{ name: "X-Plain", value: "v", secret: null }, { name: "X-Key", value: null, secret: { from: "file", name: "/run/key" } }],
  query: [{ name: "token", secret: { from: "keyring", name: "a/query/token" } }],
  basic: { user: "me", password: { from: "keyring", name: "a/basic" } },
};

test("there and back nothing is lost", () => {
  for (const connection of [PLAIN, FULL, { ...PLAIN, bearer: { from: "env" as const, name: "TOKEN" } }]) expect(connectionOf(draftOf(connection))).toEqual(connection);
});

test("numbers out of their range are told, and none is right", () => {
  const draft = draftOf(PLAIN);
  expect(wrongNumbers(draft)).toEqual([]);
  draft.numbers = { idle_seconds: "4", timeout_seconds: "301", max_event_bytes: "1e6", max_bytes_per_second: "1024" };
  expect(wrongNumbers(draft)).toEqual(["idle_seconds", "timeout_seconds", "max_event_bytes"]);
});

test("a pin may be pasted with colons", () => {
  expect(connectionOf({ ...draftOf(PLAIN), pin: "AB:CD ef" }).pin_sha256).toBe("abcdef");
});

test("typed secrets go to the keyring under the core's names, never into the connection", () => {
  const draft = draftOf(PLAIN);
  draft.auth = "basic";
  draft.user = "me";
  draft.login.typed = "hush";
  draft.headers = [{ ...noHeader(true), name: "X-Key" }];
  (draft.headers[0] as (typeof draft.headers)[0]).secret.typed = "hush too";
  expect(newSecrets(draft)).toEqual([{ field: "basic:me", value: "hush" }, { field: "header:X-Key", value: "hush too" }]);
  expect(JSON.stringify(connectionOf(draft))).not.toContain("hush");
});
