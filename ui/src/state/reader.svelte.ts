/** The entry on the right. */
import type { EntryDelta } from "../bindings/EntryDelta";
import type { EntryDetail } from "../bindings/EntryDetail";
import { type Host, toWireError } from "../host/host";
import { type Rows, successor } from "./apply";

export class Reader {
  /** The entry that is open, by `seq`. */
  open = $state<number | null>(null);
  detail = $state.raw<EntryDetail | null>(null);
  /** It is no longer kept. */
  gone = $state(false);
  #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  async show(seq: number): Promise<void> {
    this.open = seq;
    this.gone = false;
    await this.#read(seq);
  }

  close(): void {
    this.open = null;
    this.detail = null;
    this.gone = false;
  }

  /** Follows what changed. Answers the entry that took the place of the open one, where one did. */
  async follow(rows: Rows, deltas: readonly EntryDelta[]): Promise<number | null> {
    const { open } = this;
    if (open === null) return null;
    for (const delta of deltas) {
      const next = successor(rows, delta, open);
      if (next) {
        await this.show(next.seq);
        return next.seq;
      }
    }
    const passed = deltas.some((delta) => delta.passed);
    if (!passed && !deltas.some((delta) => delta.reset || delta.entries.some((row) => row.seq === open))) return null;
    const was = this.detail?.entry.standing;
    await this.#read(open);
    // A flood was not told one by one, and so nobody told of the front that came in it.
    const front = passed && was === "current" && this.open === open ? (this.detail?.front ?? null) : null;
    if (front !== null) await this.show(front);
    return front;
  }

  async #read(seq: number): Promise<void> {
    try {
      const detail = await this.#host.entry(seq);
      if (this.open === seq) this.detail = detail;
    } catch (error) {
      if (this.open !== seq) return;
      if (toWireError(error).code !== "not_found") throw error;
      this.detail = null;
      this.gone = true;
    }
  }
}
