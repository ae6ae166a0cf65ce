import { z } from 'zod';
import { callExchange, parseAnswer } from '../kit/ccxt-call.js';
import { clockOf, type ExchangeClock } from '../kit/exchange-clock.js';
import type { ExchangeAccount } from '../exchange.js';
import type { ExchangeFailure } from '../failure.js';
import { createClient } from './client.js';
import { errorSource } from './codes.js';

const TIMEOUT_MS = 5_000;
const TIMESTAMP_REFUSED = '10002';

/** Every answer carries it, in milliseconds; `result` has seconds and nanoseconds. */
const timeAnswer = z.object({ time: z.coerce.number().int().positive() });

/** Returns the clock that an account's requests are signed by. */
export function bybitClock(account: ExchangeAccount): ExchangeClock {
  return clockOf(account, () => askTime(account));
}

/** Tells whether a request was refused for its timestamp. It was not carried out then. */
export function isTimestampRefused(failure: ExchangeFailure): boolean {
  return failure.details.code === TIMESTAMP_REFUSED;
}

async function askTime(account: ExchangeAccount): Promise<number> {
  const client = createClient(account, undefined, TIMEOUT_MS) as unknown as {
    publicGetV5MarketTime: () => Promise<unknown>;
  };
  const what = { ...errorSource, call: 'GET time' };
  const answer = await callExchange(what, TIMEOUT_MS, () => client.publicGetV5MarketTime());
  return parseAnswer(what, timeAnswer, answer).time;
}
