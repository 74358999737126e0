/** The look at an address, before it is added. */
import type { Preview } from "../bindings/Preview";
import type { WireError } from "../bindings/WireError";
import { type Host, toWireError } from "../host/host";

export class Look {
  /** The address that is being looked at. */
  at = $state<string | null>(null);
  found = $state.raw<Preview | null>(null);
  problem = $state.raw<WireError | null>(null);
  #host: Host;
  /** Counts the looks: an answer to an older one is dropped. */
  #asked = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  /** With `privateNetwork` the address's name may mean one of such a network. */
  async start(url: string, format: string | null, privateNetwork: boolean): Promise<Preview | null> {
    const asked = ++this.#asked;
    this.at = url;
    this.problem = null;
    try {
      const found = await this.#host.preview(url, format, privateNetwork);
      if (asked !== this.#asked) return null;
      this.found = found;
      return found;
    } catch (error) {
      if (asked === this.#asked) this.problem = toWireError(error);
      return null;
    } finally {
      if (asked === this.#asked) this.at = null;
    }
  }

  /** Forgets what is under way and what was found. */
  reset(): void {
    this.#asked += 1;
    this.at = null;
    this.found = null;
    this.problem = null;
  }
}
