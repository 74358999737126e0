/** What was done and can be undone, the latest last. */
export interface Undoing {
  /** What was said of it; null where the window itself shows it. */
  message: string | null;
  run: () => unknown;
}

/** So many steps back at most: the oldest is forgotten. */
const MOST = 50;

export class Undo {
  #done: Undoing[] = [];

  get last(): Undoing | null {
    return this.#done.at(-1) ?? null;
  }

  push(done: Undoing): Undoing {
    this.#done = [...this.#done, done].slice(-MOST);
    return done;
  }

  /** Takes it out, and answers whether it was still there. */
  take(done: Undoing): boolean {
    const there = this.#done.includes(done);
    this.#done = this.#done.filter((other) => other !== done);
    return there;
  }
}
