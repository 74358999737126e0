import { expect, test, vi } from "vitest";

import type { Host } from "../host/host";
import { memoryHost } from "../host/memory/host";
import { Adding } from "./adding.svelte";

const at = (host: Host, url: string) => new Adding(host, url);
const host = () => memoryHost(new URLSearchParams("scene=busy"));

test("what is typed wrongly is not looked at", async () => {
  const memory = host();
  const preview = vi.spyOn(memory, "preview");
  const adding = at(memory, "file:///etc/passwd");
  expect(await adding.start()).toBe(false);
  expect(adding.problem).not.toBeNull();
  expect(preview).not.toHaveBeenCalled();
});

test("a feed is added as it was named, and its secrets go where they belong", async () => {
  const memory = host();
  const [addFeed, setSecret] = [vi.spyOn(memory, "addFeed"), vi.spyOn(memory, "setSecret").mockResolvedValue()];
  const adding = at(memory, " https://news.example.org/stream ");
  expect(await adding.start()).toBe(true);
  Object.assign(adding, { name: " Mine ", folder: " ", secrets: [{ field: "bearer", value: "hush" }] });
  const id = await adding.add();
  expect(addFeed).toHaveBeenCalledWith(expect.objectContaining({ name: "Mine", folder: null, format: null, connection: null }));
  await adding.keepSecrets(id ?? "");
  expect(setSecret).toHaveBeenCalledWith(id, "bearer", "hush");
});

test("what was found, its secrets and whose network it is are of one address only", async () => {
  const memory = host();
  const preview = vi.spyOn(memory, "preview");
  const adding = at(memory, "https://news.example.org/stream");
  await adding.start();
  adding.secrets = [{ field: "bearer", value: "hush" }];
  await adding.atHome();
  expect(preview.mock.lastCall?.[2]).toBe(true);
  adding.changed();
  expect([adding.look.found, adding.secrets]).toEqual([null, []]);
  await adding.start();
  expect(preview.mock.lastCall?.[2]).toBe(false);
});

test("what is at home is named and read as it is found there, and its word is for that host alone", async () => {
  const memory = host();
  const adding = at(memory, "https://news.example.org/stream");
  await adding.start();
  const before = adding.look.found;
  if (!before) throw new Error("nothing was found");
  vi.spyOn(memory, "preview").mockResolvedValueOnce({ ...before, name: "At home", format: "ntfy" });
  const addFeed = vi.spyOn(memory, "addFeed");
  await adding.atHome();
  expect([adding.name, adding.recognised]).toEqual(["At home", "ntfy"]);
  await adding.add();
  expect(addFeed.mock.lastCall?.[0].connection?.private_network).toBe(true);
  vi.spyOn(memory, "preview").mockResolvedValueOnce({ ...before, url: "https://elsewhere.example/stream" });
  await adding.reread();
  await adding.add();
  expect(addFeed.mock.lastCall?.[0].connection).toBeNull();
});

test("an entry of the catalogue keeps its own name", async () => {
  const adding = at(host(), "");
  await adding.pick({ name: "City", format: "ntfy" }, "https://news.example.org/stream", []);
  expect([adding.name, adding.fromCatalogue]).toEqual(["City", true]);
});

test("why the core refuses is said, and it can be tried again", async () => {
  const memory = host();
  const adding = at(memory, "https://news.example.org/stream");
  await adding.start();
  vi.spyOn(memory, "addFeed").mockRejectedValueOnce({ code: "config_disk", message: "It cannot be written." });
  expect(await adding.add()).toBeNull();
  expect([adding.refused, adding.busy]).toEqual(["It cannot be written.", false]);
  expect(await adding.add()).not.toBeNull();
  expect(adding.refused).toBeNull();
});
