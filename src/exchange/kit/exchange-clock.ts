import type { ExchangeAccount } from '../exchange.js';

/**
 * The time with which requests are signed: ours, plus the measured difference to the exchange's.
 * The difference is zero until the exchange refuses our time, since a healthy clock is more
 * accurate than a measurement.
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

  /** Changes with each measurement. Shows whether a request was signed before or after it. */
  get version(): number {
    return this.#version;
  }

  /**
   * Measures the exchange's time after it refused a request for its timestamp. Requests that are
   * refused at the same time share one measurement. A request that was signed before the latest
   * measurement needs no new one.
   *
   * @param version the version at the time when the refused request was signed
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
      // The refusal already says what is wrong. The next refused request asks again.
      return false;
    }
  }

  /** Assumes that the exchange read its clock halfway between our question and its answer. */
  async #learn(): Promise<void> {
    const askedAt = Date.now();
    const serverTime = await this.askTime();
    this.#offsetMs = Math.round(serverTime - (askedAt + Date.now()) / 2);
    this.#version += 1;
  }
}

const clocks = new Map<string, ExchangeClock>();

/**
 * Returns the clock of an account, which trades one market. Its orders, reads and stream share the
 * clock and what it has measured.
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
