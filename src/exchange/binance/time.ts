import { z } from 'zod';
import { ExchangeCalls } from '../kit/exchange-calls.js';
import { clockOf, type ExchangeClock } from '../kit/exchange-clock.js';
import type { ExchangeAccount } from '../exchange.js';
import type { ExchangeFailure } from '../failure.js';
import { rateBudgetOf, type LimitRules } from '../kit/limits/rate-budget.js';
import { createClient } from './client.js';
import { errorSource } from './codes.js';

const TIMEOUT_MS = 5_000;
const TIMESTAMP_REFUSED = '-1021';

const timeAnswer = z.object({ serverTime: z.number().int().positive() });

/** Returns the clock that an account's requests are signed by. */
export function binanceClock(account: ExchangeAccount, limits: LimitRules): ExchangeClock {
  return clockOf(account, () => askTime(account, limits));
}

/** Tells whether a request was refused for its timestamp. It was not carried out then. */
export function isTimestampRefused(failure: ExchangeFailure): boolean {
  return failure.details.code === TIMESTAMP_REFUSED;
}

type TimeCall = () => Promise<unknown>;

async function askTime(account: ExchangeAccount, limits: LimitRules): Promise<number> {
  const budget = rateBudgetOf(account, limits);
  const client = createClient(account, undefined, TIMEOUT_MS, undefined, budget.onAnswer);
  const names = client as unknown as { publicGetTime: TimeCall; fapiPublicGetTime: TimeCall };
  const calls = new ExchangeCalls({ ...errorSource(account.marketType), budget });
  // An order waits for it.
  const kind = { call: 'GET time', schema: timeAnswer, timeoutMs: TIMEOUT_MS };
  const answer = await calls.ask({ ...kind, priority: 'order' }, () =>
    account.marketType === 'SPOT' ? names.publicGetTime() : names.fapiPublicGetTime(),
  );
  return answer.serverTime;
}
