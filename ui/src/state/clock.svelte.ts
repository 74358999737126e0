/**
 * The time as the window shows it. It ticks each second only while something counts down, else each ten seconds, and not at all while
 * the window is hidden.
 */
export class Clock {
  /** Milliseconds, by the core's clock. */
  now = $state(Date.now());
  /** How far the core's clock is ahead of the window's. */
  #ahead = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #fast = false;

  /** The core's clock said `now`. */
  sync(now: number): void {
    this.#ahead = now - Date.now();
    this.now = now;
  }

  tick(): void {
    this.now = Date.now() + this.#ahead;
  }

  /** Whether something counts down by the second. */
  setFast(fast: boolean): void {
    if (fast === this.#fast) return;
    this.#fast = fast;
    if (this.#timer !== undefined) this.#restart();
  }

  /** Answers how to stop. */
  start(): () => void {
    const visibility = () => {
      this.#stop();
      if (!document.hidden) this.#restart();
    };
    document.addEventListener("visibilitychange", visibility);
    visibility();
    return () => {
      document.removeEventListener("visibilitychange", visibility);
      this.#stop();
    };
  }

  #restart(): void {
    this.#stop();
    this.tick();
    this.#timer = setInterval(() => this.tick(), this.#fast ? 1000 : 10_000);
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
