/** Cards that changed in place: what they said before, for as long as the change is marked. */
import { SvelteMap } from "svelte/reactivity";

import type { HistoryEntry } from "../bindings/HistoryEntry";
import { freshCards, type Rows } from "./apply";

/** How long a change stays marked, in milliseconds. */
export const MARKED = 8000;
/** More changes at once than a person can follow are not marked. */
const MOST = 40;

export class Marks {
  /** By the number of the new front, what its card said before. */
  readonly before = new SvelteMap<number, HistoryEntry>();
  // Not shown: no need to be told of its changes.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();

  /** Compares the rows before and after a change. */
  note(before: Rows, after: Rows): void {
    if (before.list === after.list) return;
    const fresh = freshCards(before.list, after.list);
    if (fresh.length === 0 || fresh.length > MOST) return;
    for (const row of fresh) {
      const old = before.list.find((other) => other.feed === row.feed && other.replaces === row.replaces && other.seq < row.seq);
      if (old) this.#mark(row.seq, old);
    }
  }

  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.before.clear();
  }

  #mark(seq: number, old: HistoryEntry): void {
    this.#unmark(old.seq);
    this.before.set(seq, old);
    this.#timers.set(seq, setTimeout(() => this.#unmark(seq), MARKED));
  }

  #unmark(seq: number): void {
    clearTimeout(this.#timers.get(seq));
    this.#timers.delete(seq);
    this.before.delete(seq);
  }
}
