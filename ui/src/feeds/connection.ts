/** A connection with every default. */
import type { ConnectionEdit } from "../bindings/ConnectionEdit";

export const PLAIN: ConnectionEdit = {
  idle_seconds: null,
  timeout_seconds: null,
  max_event_bytes: null,
  max_bytes_per_second: null,
  private_network: false,
  proxy: null,
  proxy_password: null,
  ca_file: null,
  pin_sha256: null,
  http_version: null,
  headers: [],
  query: [],
  basic: null,
  bearer: null,
};
