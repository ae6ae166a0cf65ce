import type { CallName, OnAnswer } from './ccxt-call.js';
import { ExchangeFailure } from './exchange.js';

/**
 * Who goes first when the limits are nearly used up: placing and cancelling, then finding out how orders
 * stand, then comparing in the background.
 */
export type Priority = 'order' | 'verify' | 'background';

/** What an account may still ask of its exchange. */
export class RateBudget {
  /** The exchange has asked for a pause: calls before its end turn a 429 into a ban. */
  #pausedUntil = 0;

  /** Hears of every answer's headers. */
  readonly onAnswer: OnAnswer = () => undefined;

  /** @param isPause tells whether a failure is the exchange's wish for silence of the whole account */
  constructor(private readonly isPause: (failure: ExchangeFailure) => boolean) {}

  /**
   * Resolves when a call may be made.
   *
   * @throws ExchangeFailure of origin `paused` with the time to wait
   */
  admit({ exchange, call }: Pick<CallName, 'exchange' | 'call'>, _: Priority): Promise<void> {
    const pauseMs = this.#pausedUntil - Date.now();
    if (pauseMs <= 0) return Promise.resolve();
    throw new ExchangeFailure(
      `${exchange} ${call}: not asked, since the exchange wants a pause of ${Math.ceil(pauseMs / 1000)} s more`,
      'paused',
      { retryAfterMs: pauseMs },
    );
  }

  learnFromFailure(failure: ExchangeFailure): void {
    const { retryAfterMs = 0 } = failure.details;
    if (!this.isPause(failure)) return;
    this.#pausedUntil = Math.max(this.#pausedUntil, Date.now() + retryAfterMs);
  }
}
