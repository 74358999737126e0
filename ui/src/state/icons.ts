/** The small pictures of who says what, for the rows in sight: each asked of the core once, a few at a time. */
import type { Entry } from "../bindings/Entry";
import type { HistoryEntry } from "../bindings/HistoryEntry";

/** A `data:` URL; null where there is none to be had. */
export type Icon = Promise<string | null>;
type Ask = (seq: number) => Promise<string | null>;

/** More than a window has rows. What is kept for longest unseen goes first, and is asked for again. */
const MOST = 100;
/** Asked for at one time. */
const AT_ONCE = 4;
/** Who scrolls past more than this sees them no more: the longest waiting are let go. */
const WAITING = 40;

interface Waiting {
  address: string;
  seq: number;
  answer: (found: string | null) => void;
}

export class Icons {
  #ask: Ask;
  #kept = new Map<string, Icon>();
  #waiting: Waiting[] = [];
  #asked = 0;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** An entry's icon; null where it names none. */
  of(entry: Entry | HistoryEntry): Icon | null {
    const { icon: address } = entry;
    if (address === null || !("seq" in entry)) return null;
    const kept = this.#kept.get(address) ?? this.#wait(address, entry.seq);
    this.#kept.delete(address);
    this.#kept.set(address, kept);
    const [longest] = this.#kept.keys();
    if (this.#kept.size > MOST && longest !== undefined) this.#kept.delete(longest);
    return kept;
  }

  #wait(address: string, seq: number): Icon {
    const found = new Promise<string | null>((answer) => this.#waiting.push({ address, seq, answer }));
    if (this.#waiting.length > WAITING) this.#letGo(this.#waiting.shift());
    this.#next();
    return found;
  }

  #letGo(gone: Waiting | undefined): void {
    if (!gone) return;
    this.#kept.delete(gone.address);
    gone.answer(null);
  }

  /** The newest wish first: it is what the person looks at. */
  #next(): void {
    if (this.#asked >= AT_ONCE) return;
    const wish = this.#waiting.pop();
    if (!wish) return;
    this.#asked += 1;
    void this.#ask(wish.seq)
      .catch(() => null)
      .then((found) => {
        this.#asked -= 1;
        wish.answer(found);
        this.#next();
      });
  }
}
