/** The entry on the right. */
import type { EntryDelta } from "../bindings/EntryDelta";
import type { EntryDetail } from "../bindings/EntryDetail";
import { type Host, toWireError } from "../host/host";
import { followed } from "./apply";

export class Reader {
  /** The entry that is open, by `seq`. */
  open = $state<number | null>(null);
  detail = $state.raw<EntryDetail | null>(null);
  /** It is no longer kept. */
  gone = $state(false);
  /** Whether the open entry stands for its card; null while that is not known. */
  #follows: boolean | null = null;
  #host: Host;
  /** Counts the questions: the answer to an older one may come later. */
  #asked = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  /** `front`: whether it is read as what stands for its card, and left for what will; without a word its standing says so. */
  async show(seq: number, front?: boolean): Promise<void> {
    this.open = seq;
    this.gone = false;
    this.#follows = front ?? null;
    await this.#read(seq);
  }

  close(): void {
    this.open = null;
    this.detail = null;
    this.gone = false;
  }

  /** Follows what changed. Answers the entry that took the place of the open one, where one did. */
  async follow(deltas: readonly EntryDelta[]): Promise<number | null> {
    const { open } = this;
    if (open === null) return null;
    // What was an earlier moment when it was opened is what the person wants to read.
    const next = this.#follows === false ? open : (followed(deltas, open).at(-1) ?? open);
    if (next !== open) {
      await this.show(next, true);
      return next;
    }
    if (deltas.some((delta) => delta.reset || delta.entries.some((row) => row.seq === open))) await this.#read(open);
    return null;
  }

  async #read(seq: number): Promise<void> {
    const asked = ++this.#asked;
    try {
      const detail = await this.#host.entry(seq);
      if (asked !== this.#asked || this.open !== seq) return;
      this.detail = detail;
      this.#follows ??= detail.entry.standing === "current";
    } catch (error) {
      if (asked !== this.#asked || this.open !== seq) return;
      if (toWireError(error).code !== "not_found") throw error;
      this.detail = null;
      this.gone = true;
    }
  }
}
