/** The exchanges accept 5 messages a second and 100 a minute, including pings. */
const LIMITS = [
  { messages: 3, withinMs: 1_000 },
  { messages: 60, withinMs: 60_000 },
] as const;

/**
 * Sends lists of markets no faster than the exchange accepts them. Only the latest list counts,
 * since each list replaces the one before.
 */
export class Subscriber {
  #sentAt: number[] = [];
  #next: readonly string[] = [];
  #sent: readonly string[] | undefined;
  #waiting: Promise<void> | undefined;
  #stop: () => void = () => {};
  #isStopped = false;

  constructor(private readonly send: (codes: readonly string[]) => void) {}

  /** Resolves when this list or a later one has been sent, or when the connection has ended. */
  async subscribe(codes: readonly string[]): Promise<void> {
    this.#next = codes;
    // Another list may have been sent while this one waited.
    while (this.#sent !== this.#next && !this.#isStopped) {
      this.#waiting ??= this.#sendInTime().finally(() => {
        this.#waiting = undefined;
      });
      await this.#waiting;
    }
  }

  stop(): void {
    this.#isStopped = true;
    this.#stop();
  }

  async #sendInTime(): Promise<void> {
    const pauseMs = this.#pauseMs();
    if (pauseMs > 0 && !this.#isStopped) await this.#pause(pauseMs);
    if (this.#isStopped) return;
    this.#sentAt.push(Date.now());
    this.#sent = this.#next;
    this.send(this.#next);
  }

  #pause(pauseMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pauseMs);
      this.#stop = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #pauseMs(): number {
    const now = Date.now();
    const longest = Math.max(...LIMITS.map(({ withinMs }) => withinMs));
    this.#sentAt = this.#sentAt.filter((at) => now - at < longest);
    const pauses = LIMITS.map(({ messages, withinMs }) => {
      const blocking = this.#sentAt.at(-messages);
      return blocking === undefined ? 0 : Math.max(0, blocking + withinMs - now);
    });
    return Math.max(...pauses);
  }
}
