const LONGEST_WAIT_MS = 60_000;

/** Wakes a waiting loop. A ring while nobody waits ends the next wait. */
export class Bell {
  #isRung = false;
  #resume: () => void = () => {};

  ring(): void {
    this.#isRung = true;
    this.#resume();
  }

  /** Waits for a ring or until a time, but at most a minute, since timers have a limited range. */
  async waitUntil(at: number): Promise<void> {
    const ms = Math.min(at - Date.now(), LONGEST_WAIT_MS);
    if (!this.#isRung && ms > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#resume = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#isRung = false;
  }
}
