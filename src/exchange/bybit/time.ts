import { z } from 'zod';
import type { ExchangeAccount } from '../exchange.js';
import type { ExchangeFailure } from '../failure.js';
import { bindCall } from '../kit/ccxt-client.js';
import { ExchangeCalls } from '../kit/exchange-calls.js';
import { clockOf, type ExchangeClock } from '../kit/exchange-clock.js';
import { rateBudgetOf } from '../kit/limits/rate-budget.js';
import { createClient } from './client.js';
import { errorSource } from './codes.js';
import { BybitLimitRules, PUBLIC_COSTS } from './limits.js';

const TIMEOUT_MS = 5_000;
const TIMESTAMP_REFUSED = '10002';

/** Every answer has `time`, in milliseconds; `result` has seconds and nanoseconds. */
const timeAnswer = z.object({ time: z.coerce.number().int().positive() });

/** Returns the clock with which an account's requests are signed. */
export function bybitClock(account: ExchangeAccount): ExchangeClock {
  return clockOf(account, () => askTime(account));
}

/** Returns whether a request was refused for its timestamp, and therefore not carried out. */
export function isTimestampRefused(failure: ExchangeFailure): boolean {
  return failure.details.code === TIMESTAMP_REFUSED;
}

async function askTime(account: ExchangeAccount): Promise<number> {
  const budget = rateBudgetOf(account, new BybitLimitRules(account.marketType));
  const client = createClient(account, { timeoutMs: TIMEOUT_MS, onAnswer: budget.onAnswer });
  const getTime = bindCall(client, 'publicGetV5MarketTime');
  const calls = new ExchangeCalls({ ...errorSource, budget });
  const kind = {
    call: 'GET time',
    schema: timeAnswer,
    timeoutMs: TIMEOUT_MS,
    // An order may be waiting for this.
    priority: 'order' as const,
    costs: PUBLIC_COSTS,
  };
  return (await calls.ask(kind, () => getTime({}))).time;
}
