/** How much was used in one window of time. */
export interface WindowCount {
  readonly window: number;
  used: number;
}

/** Counts how much each sender uses, in windows that are aligned to the clock. */
export class WindowCounts {
  readonly #bySender = new Map<string, WindowCount>();

  /** Returns a sender's count in a window. A new window starts at zero. */
  in(window: number, sender: string): WindowCount {
    const known = this.#bySender.get(sender);
    if (known?.window === window) return known;
    const fresh = { window, used: 0 };
    this.#bySender.set(sender, fresh);
    return fresh;
  }
}

/** Senders that used too much and are refused for a while. */
export class Blocks {
  readonly #until = new Map<string, number>();

  add(sender: string, until: number): void {
    this.#until.set(sender, until);
  }

  /** Returns when a sender's block ends, or undefined if there is none. */
  endOf(sender: string, now: number): number | undefined {
    const until = this.#until.get(sender) ?? 0;
    return until > now ? until : undefined;
  }

  clear(): void {
    this.#until.clear();
  }
}
