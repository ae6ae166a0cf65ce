/** What was used up in one window of time. */
export interface WindowCount {
  readonly window: number;
  used: number;
}

/** Counts what senders use up, in windows aligned to the clock. */
export class WindowCounts {
  readonly #bySender = new Map<string, WindowCount>();

  /** Returns a sender's count in a window; in a new window it starts at nothing. */
  in(window: number, sender: string): WindowCount {
    const known = this.#bySender.get(sender);
    if (known?.window === window) return known;
    const fresh = { window, used: 0 };
    this.#bySender.set(sender, fresh);
    return fresh;
  }
}

/** Senders that used too much, and are turned away for a while. */
export class Blocks {
  readonly #until = new Map<string, number>();

  add(sender: string, until: number): void {
    this.#until.set(sender, until);
  }

  /** Returns when a sender's block ends, or undefined when there is none. */
  endOf(sender: string, now: number): number | undefined {
    const until = this.#until.get(sender) ?? 0;
    return until > now ? until : undefined;
  }

  clear(): void {
    this.#until.clear();
  }
}
