/** A feed on its way to being added: what was pasted or picked, what was found there, and what it is to be called. */
import type { CatalogueEntry } from "../bindings/CatalogueEntry";
import type { NewFeed } from "../bindings/NewFeed";
import { addressProblem, hostOf } from "../feeds/address";
import { PLAIN } from "../feeds/connection";
import { AUTO } from "../feeds/formats";
import { type Host, toWireError } from "../host/host";
import { ofRefusal } from "../text";
import { Look } from "./preview.svelte";

interface Secret {
  field: string;
  value: string;
}

export class Adding {
  url = $state("");
  /** What is wrong with the address. */
  problem = $state<string | null>(null);
  name = $state("");
  folder = $state("");
  format = $state(AUTO);
  /** What the address decided for, when it was let to. */
  recognised = $state(AUTO);
  notify = $state<NewFeed["notify"]>("always");
  /** It is being added. */
  busy = $state(false);
  /** Why the core would not add it. */
  refused = $state<string | null>(null);
  /** Where secrets go once the feed is there: they are in no address. */
  secrets = $state.raw<readonly Secret[]>([]);
  /** Its secrets were asked for before it was looked at. */
  fromCatalogue = $state(false);
  readonly look: Look;
  readonly #host: Host;
  /** The host whose name may mean an address of the person's own network: it was said of no other. */
  #home: string | null = null;

  constructor(host: Host, url: string) {
    this.#host = host;
    this.look = new Look(host);
    this.url = url;
  }

  /** Another address is typed: nothing that was found is about it. */
  changed(): void {
    this.problem = null;
    this.look.reset();
    this.secrets = [];
    this.fromCatalogue = false;
    this.#home = null;
  }

  /** Looks at the address, as this format or as it decides for. Answers whether something is there. */
  async start(as: string | null = null): Promise<boolean> {
    this.problem = addressProblem(this.url);
    this.look.reset();
    if (this.problem !== null) return false;
    const found = await this.look.start(this.url.trim(), as, this.#home !== null);
    if (!found) return false;
    this.name = found.name;
    this.format = as ?? AUTO;
    this.recognised = found.format;
    return true;
  }

  /** Looks again, to show the same events as another format reads them. */
  async reread(): Promise<void> {
    await this.look.start(this.look.found?.url ?? this.url.trim(), this.#format, this.#home !== null);
  }

  /** The person says that it is theirs: looks again, there. */
  async atHome(): Promise<void> {
    const before = this.look.found;
    if (!before) return;
    this.#home = hostOf(before.url);
    const found = await this.look.start(before.url, this.#format, true);
    if (!found) return;
    this.recognised = found.format;
    if (this.name === before.name) this.name = found.name;
  }

  /** Looks at an entry of the catalogue, whose fields have been filled in. */
  async pick({ name, format }: Pick<CatalogueEntry, "name" | "format">, url: string, secrets: readonly Secret[]): Promise<void> {
    this.changed();
    this.url = url;
    this.fromCatalogue = true;
    this.secrets = secrets;
    if (await this.start(format)) this.name = name;
  }

  /** Adds it, and answers its identifier; null where the core refuses. */
  async add(): Promise<string | null> {
    const { found } = this.look;
    if (!found) return null;
    this.busy = true;
    this.refused = null;
    try {
      return await this.#host.addFeed({
        url: found.url,
        name: this.name.trim() || null,
        folder: this.folder.trim() || null,
        format: this.#format,
        notify: this.notify,
        connection: hostOf(found.url) === this.#home ? { ...PLAIN, private_network: true } : null,
      });
    } catch (error) {
      this.refused = ofRefusal(toWireError(error));
      return null;
    } finally {
      this.busy = false;
    }
  }

  /** Gives the feed that was added its secrets. */
  async keepSecrets(id: string): Promise<void> {
    for (const { field, value } of this.secrets) await this.#host.setSecret(id, field, value);
  }

  get #format(): string | null {
    return this.format === AUTO ? null : this.format;
  }
}
