import type { ExchangeAccount } from '../exchange.js';

/**
 * The time that requests are signed with: ours, moved by as much as the exchange's was found to
 * differ. It is ours until the exchange refuses it, since a healthy clock is nearer than a
 * measurement.
 */
export class ExchangeClock {
  #offsetMs = 0;
  #version = 0;
  #learning: Promise<void> | undefined;

  /** @param askTime asks the exchange for its time, in milliseconds since the epoch */
  constructor(private readonly askTime: () => Promise<number>) {}

  now(): number {
    return Date.now() + this.#offsetMs;
  }

  /** Changes with each learning: shows whether a request was signed before or after it. */
  get version(): number {
    return this.#version;
  }

  /**
   * Learns the exchange's time after it refused a request for its timestamp. Those that are refused
   * together learn once, and one that was signed before the latest learning has nothing to learn.
   *
   * @param version as it was when the refused request was signed
   * @returns whether there is now another time to sign with
   */
  async learnAfter(version: number): Promise<boolean> {
    if (version !== this.#version) return true;
    this.#learning ??= this.#learn().finally(() => {
      this.#learning = undefined;
    });
    try {
      await this.#learning;
      return true;
    } catch {
      // The refusal says what is wrong; the next one asks again.
      return false;
    }
  }

  /** The exchange read its clock between the question and the answer: in the middle, as a guess. */
  async #learn(): Promise<void> {
    const askedAt = Date.now();
    const serverTime = await this.askTime();
    this.#offsetMs = Math.round(serverTime - (askedAt + Date.now()) / 2);
    this.#version += 1;
  }
}

const clocks = new Map<string, ExchangeClock>();

/**
 * Returns the clock of an account, which is one market: its orders, reads and stream share what is
 * learned.
 *
 * @param askTime asks that account's exchange for its time
 */
export function clockOf(account: ExchangeAccount, askTime: () => Promise<number>): ExchangeClock {
  const key = JSON.stringify([account.id, account.exchange, account.marketType, account.restUrl]);
  const known = clocks.get(key);
  if (known) return known;
  const clock = new ExchangeClock(askTime);
  clocks.set(key, clock);
  return clock;
}
