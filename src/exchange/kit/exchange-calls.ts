import type { z } from 'zod';
import type { SendOptions } from '../exchange.js';
import { ExchangeFailure } from '../failure.js';
import { callExchange, type ErrorSource } from './ccxt-call.js';
import type { ExchangeClock } from './exchange-clock.js';
import { mustBeInTime } from './in-time.js';
import type { BudgetedCall, RateBudget } from './limits/rate-budget.js';
import { parseAnswer } from './parse-answer.js';

/** One kind of call, including its priority when the exchange's limits run short. */
export interface CallKind<T> extends BudgetedCall {
  /** For messages: `GET order`. */
  readonly call: string;
  /** The shape of a good answer. */
  readonly schema: z.ZodType<T>;
  readonly timeoutMs: number;
}

export interface CallsSetup extends ErrorSource {
  readonly budget: RateBudget;
  /** Present if requests carry a timestamp that the exchange compares with its own time. */
  readonly time?: {
    readonly clock: ExchangeClock;
    /** Whether the exchange refused a request for its timestamp, and did not carry it out. */
    isRefused(failure: ExchangeFailure): boolean;
  };
}

/** Makes the calls of one account: within its budget and time limit, with parsed answers (P7). */
export class ExchangeCalls {
  constructor(private readonly setup: CallsSetup) {}

  /**
   * Makes a call that may be repeated. A request that is refused for its timestamp is made again
   * with the exchange's time.
   *
   * @throws ExchangeFailure
   */
  async ask<T>(kind: CallKind<T>, send: () => Promise<unknown>): Promise<T> {
    const version = this.setup.time?.clock.version;
    try {
      return await this.askOnce(kind, send);
    } catch (error) {
      if (!this.#isTimestampRefused(error) || this.setup.time?.clock.version === version)
        throw error;
      return this.askOnce(kind, send);
    }
  }

  /**
   * Makes a call that must not be sent twice (P1).
   *
   * @throws ExchangeFailure, of origin `too_late` if it could not be sent in time
   */
  async askOnce<T>(
    kind: CallKind<T>,
    send: () => Promise<unknown>,
    { sendBefore }: SendOptions = {},
  ): Promise<T> {
    const { time, budget } = this.setup;
    const what = { ...this.setup, call: kind.call };
    const end = await budget.admit(what, kind);
    const version = time?.clock.version ?? 0;
    try {
      // Nothing is waited for between here and the request's signature.
      mustBeInTime(what, sendBefore);
      const answer = await callExchange(what, kind.timeoutMs, send);
      const parsed = parseAnswer(what, kind.schema, answer);
      // Only now: some exchanges send their errors, rate limits too, under HTTP 200.
      budget.learnFromSuccess();
      return parsed;
    } catch (error) {
      // The next request, or the next attempt to send this order, is signed with the exchange's
      // time.
      if (this.#isTimestampRefused(error)) await time?.clock.learnAfter(version);
      if (error instanceof ExchangeFailure) budget.learnFromFailure(error, kind);
      throw error;
    } finally {
      end();
    }
  }

  #isTimestampRefused(error: unknown): boolean {
    return error instanceof ExchangeFailure && (this.setup.time?.isRefused(error) ?? false);
  }
}

/**
 * Resolves with `null` if a call fails with one of the exchange's own codes for "no such order",
 * and for no other reason (P3).
 *
 * @param isMissing is given the exchange's code and its words, since a code may have several
 *   meanings
 */
export async function orNull<T>(
  call: Promise<T>,
  isMissing: (code: string | undefined, words: string | undefined) => boolean,
): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof ExchangeFailure)) throw error;
    const { code, words } = error.details;
    if (isMissing(code, words)) return null;
    throw error;
  }
}
