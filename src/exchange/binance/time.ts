import { z } from 'zod';
import type { ExchangeAccount } from '../exchange.js';
import type { ExchangeFailure } from '../failure.js';
import { bindCall } from '../kit/ccxt-client.js';
import { ExchangeCalls } from '../kit/exchange-calls.js';
import { clockOf, type ExchangeClock } from '../kit/exchange-clock.js';
import type { LimitRules } from '../kit/limits/limits.js';
import { rateBudgetOf } from '../kit/limits/rate-budget.js';
import { createClient } from './client.js';
import { errorSource, TIMESTAMP_REFUSED } from './codes.js';

const TIMEOUT_MS = 5_000;

const timeAnswer = z.object({ serverTime: z.number().int().positive() });

/** Returns the clock with which an account's requests are signed. */
export function binanceClock(account: ExchangeAccount, limits: LimitRules): ExchangeClock {
  return clockOf(account, () => askTime(account, limits));
}

/** Returns whether a request was refused for its timestamp, and therefore not carried out. */
export function isTimestampRefused(failure: ExchangeFailure): boolean {
  return failure.details.code === String(TIMESTAMP_REFUSED);
}

async function askTime(account: ExchangeAccount, limits: LimitRules): Promise<number> {
  const budget = rateBudgetOf(account, limits);
  const client = createClient(account, { timeoutMs: TIMEOUT_MS, onAnswer: budget.onAnswer });
  const isSpot = account.marketType === 'SPOT';
  const getTime = bindCall(client, isSpot ? 'publicGetTime' : 'fapiPublicGetTime');
  const calls = new ExchangeCalls({ ...errorSource(account.marketType), budget });
  const kind = {
    call: 'GET time',
    schema: timeAnswer,
    timeoutMs: TIMEOUT_MS,
    // An order may be waiting for this.
    priority: 'order' as const,
  };
  return (await calls.ask(kind, () => getTime({}))).serverTime;
}
