/** What a screen reader is told of by itself. New entries are gathered: at most one such sentence each `PAUSE`. */
const PAUSE = 20_000;

export class Announcer {
  said = $state("");
  #gathered = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  say(sentence: string): void {
    // The same words again are no change of the page, and would not be spoken.
    this.said = sentence === this.said ? `${sentence}\u00a0` : sentence;
  }

  /** `n` new rows came; `sentence` puts a number of them into words. */
  arrived(n: number, sentence: (n: number) => string): void {
    if (n === 0) return;
    this.#gathered += n;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.say(sentence(this.#gathered));
      this.#gathered = 0;
    }, PAUSE);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
