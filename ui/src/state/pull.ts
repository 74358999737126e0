/** Turns hints into pulls: never two at a time, and a hint during a pull causes exactly one more. */
export class Puller {
  #pull: () => Promise<void>;
  #failed: (error: unknown) => void;
  #running: Promise<void> | null = null;
  #again = false;

  constructor(pull: () => Promise<void>, failed: (error: unknown) => void) {
    this.#pull = pull;
    this.#failed = failed;
  }

  /** Something changed. Answers when what changed has been read. */
  hint(): Promise<void> {
    if (this.#running) this.#again = true;
    else this.#running = this.#run();
    return this.#running;
  }

  async #run(): Promise<void> {
    do {
      this.#again = false;
      try {
        await this.#pull();
      } catch (error) {
        this.#failed(error);
      }
    } while (this.#again);
    this.#running = null;
  }
}
