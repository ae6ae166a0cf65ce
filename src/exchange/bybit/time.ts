import { z } from 'zod';
import type { ExchangeAccount } from '../exchange.js';
import type { ExchangeFailure } from '../failure.js';
import { callExchange } from '../kit/ccxt-call.js';
import { bindCall } from '../kit/ccxt-client.js';
import { clockOf, type ExchangeClock } from '../kit/exchange-clock.js';
import { parseAnswer } from '../kit/parse-answer.js';
import { createClient } from './client.js';
import { errorSource } from './codes.js';

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
  const client = createClient(account, { timeoutMs: TIMEOUT_MS });
  const getTime = bindCall(client, 'publicGetV5MarketTime');
  const what = { ...errorSource, call: 'GET time' };
  const answer = await callExchange(what, TIMEOUT_MS, () => getTime({}));
  return parseAnswer(what, timeAnswer, answer).time;
}
