/** How long the page rests for each row it has read, in milliseconds: nobody reads four hundred rows in a second. */
const REST_A_ROW = 2.5;
/** How long it rests at most, in milliseconds: so old may be what is shown of a flood. */
export const REST = 500;

/** Turns hints into pulls: never two at a time, and a hint during a pull causes exactly one more. */
export class Puller {
  #pull: () => Promise<number>;
  #failed: (error: unknown) => void;
  #running: Promise<void> | null = null;
  #again = false;
  /** The core has news that the pull under way may not show. */
  #news = false;
  /** When the page has rested from what it read last. */
  #rested = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `pull` answers how many rows it read. */
  constructor(pull: () => Promise<number>, failed: (error: unknown) => void) {
    this.#pull = pull;
    this.#failed = failed;
  }

  /** The person waits for what changed. Answers when it has been read. */
  hint(): Promise<void> {
    this.stop();
    if (this.#running) this.#again = true;
    else this.#running = this.#run();
    return this.#running;
  }

  /** The core has news by itself: they are read when the page has rested from the last, so that no flood of them keeps it busy. */
  news(): void {
    if (this.#running) {
      this.#news = true;
      return;
    }
    const wait = this.#rested - performance.now();
    if (wait <= 0) void this.hint();
    else this.#timer ??= setTimeout(() => void this.hint(), wait);
  }

  /** What waits is not read by itself any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #run(): Promise<void> {
    do {
      this.#again = this.#news = false;
      try {
        const rows = await this.#pull();
        this.#rested = performance.now() + Math.min(REST, rows * REST_A_ROW);
      } catch (error) {
        this.#failed(error);
      }
    } while (this.#again);
    this.#running = null;
    if (this.#news) this.news();
  }
}
