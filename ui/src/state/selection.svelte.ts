/** The rows that are chosen to do one thing to all of them. */
import { SvelteSet } from "svelte/reactivity";

import type { HistoryEntry } from "../bindings/HistoryEntry";

/** So many at most: one answer of the core holds as many. */
export const MOST_SELECTED = 3000;

export class Selection {
  readonly seqs = new SvelteSet<number>();
  /** Where a range starts. */
  #anchor: number | null = null;

  get size(): number {
    return this.seqs.size;
  }

  has(seq: number): boolean {
    return this.seqs.has(seq);
  }

  toggle(seq: number): void {
    if (!this.seqs.delete(seq)) this.seqs.add(seq);
    this.#anchor = seq;
  }

  /** Everything between the row where the range starts and this one. */
  reach(list: readonly HistoryEntry[], seq: number, from: number | null = null): void {
    this.#anchor ??= from ?? seq;
    const ends = [this.#anchor, seq].map((end) => list.findIndex((row) => row.seq === end));
    const [first = 0, last = 0] = ends.sort((a, b) => a - b);
    if (first < 0) return this.toggle(seq);
    const anchor = this.#anchor;
    this.seqs.clear();
    for (const row of list.slice(first, last + 1)) this.seqs.add(row.seq);
    this.#anchor = anchor;
  }

  all(list: readonly HistoryEntry[]): void {
    for (const row of list.slice(0, MOST_SELECTED)) this.seqs.add(row.seq);
  }

  clear(): void {
    this.seqs.clear();
    this.#anchor = null;
  }

  /** Only what is still shown stays chosen. */
  keep(list: readonly HistoryEntry[]): void {
    if (this.seqs.size === 0) return;
    const left = list.filter((row) => this.seqs.has(row.seq)).map((row) => row.seq);
    if (left.length === this.seqs.size) return;
    this.seqs.clear();
    for (const seq of left) this.seqs.add(seq);
  }
}
