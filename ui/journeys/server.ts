/** Serves the built window on loopback, under the Content-Security-Policy that the shell sets. */
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src ipc: http://ipc.localhost; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const TYPES: Record<string, string> = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css" };

export interface Served {
  origin: string;
  close: () => Promise<void>;
}

/** Reads the whole folder first: a build meanwhile changes nothing under the feet of a journey. */
export async function serve(folder: string): Promise<Served> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => extname(name) !== "");
  const files = new Map<string, Buffer>();
  for (const name of names) files.set(`/${name}`, await readFile(join(folder, name)));
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const path = pathname === "/" ? "/index.html" : pathname;
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    const bytes = files.get(path);
    if (bytes) response.writeHead(200, { "content-type": type, "content-security-policy": CSP }).end(bytes);
    else response.writeHead(404).end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => new Promise((closed) => void server.close(() => closed())) };
}
