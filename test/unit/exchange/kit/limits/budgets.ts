import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { Endpoints } from '../../../../../src/exchange/exchange.js';
import { ExchangeFailure } from '../../../../../src/exchange/failure.js';
import type {
  Costs,
  Limit,
  LimitRules,
  Priority,
  Silence,
} from '../../../../../src/exchange/kit/limits/limits.js';
import type { RateBudget } from '../../../../../src/exchange/kit/limits/rate-budget.js';
import { NOON } from './answers.js';

export const MINUTE = 60_000;
const WHAT = { exchange: 'somewhere', call: 'GET something' };

/** Has the tests of a file begin at noon, by a clock that they move. */
export function useNoon(): void {
  beforeEach(() => {
    vi.useFakeTimers({ now: NOON });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
}

let places = 0;
/** Somewhere that no other test has asked anything of. */
export function place(): Endpoints & { id: number } {
  places += 1;
  const restUrl = `http://place-${places}`;
  return { id: 1, exchange: 'somewhere', marketType: 'SPOT', restUrl, streamUrl: null };
}

export const weight: Limit = { scope: 'address', group: 'weight', windowMs: MINUTE, limit: 100 };
export const orders: Limit = { scope: 'account', group: 'orders', windowMs: 10_000, limit: 5 };

/** Counts weight by address and orders by account; the test says what an answer's headers say. */
export function rulesOf(
  changes: Partial<LimitRules> = {},
  silence: Silence | null = null,
): LimitRules {
  const limits = [weight, orders];
  return {
    limits: () => limits,
    usualCosts: () => ({ weight: 1 }),
    read: ({ headers }, now) =>
      headers['used'] === undefined
        ? []
        : [{ ...weight, used: Number(headers['used']), resetsAt: now + MINUTE - (now % MINUTE) }],
    silenceAfter: () => silence,
    ...changes,
  };
}

/** Hands a budget an answer that says how much is used. */
export function answer(budget: RateBudget, used: number): void {
  budget.onAnswer({ status: 200, headers: { used: String(used) }, path: '/' });
}

export async function refusalOf(asked: Promise<unknown>): Promise<ExchangeFailure> {
  const refusal: unknown = await asked.then(
    () => 'was admitted',
    (error: unknown) => error,
  );
  expect(refusal).toBeInstanceOf(ExchangeFailure);
  return refusal as ExchangeFailure;
}

export const ask = (
  budget: RateBudget,
  priority: Priority,
  costs: Costs = { weight: 4 },
): Promise<() => void> => budget.admit(WHAT, { priority, costs });
