import type { ExchangeAccount } from '../exchange.js';
import { bindCalls } from '../korea/client.js';
import { isPause } from '../korea/errors.js';
import type { KoreanMarkets } from '../korea/markets.js';
import { KoreanRest } from '../korea/rest.js';
import { RateBudget } from '../rate-budget.js';
import { createClient } from './client.js';
import { dialect } from './dialect.js';

/** ccxt's names for the calls, which are those of the paths. */
const CALLS = {
  submit: 'privatePostV2Orders',
  getOrder: 'privateGetV1Order',
  cancel: 'privateDeleteV2Order',
  listOpen: 'privateGetV1Orders',
  listClosed: 'privateGetV1Orders',
  ticker: 'publicGetV1Ticker',
} as const;

export function openRest(
  account: ExchangeAccount,
  markets: KoreanMarkets,
  { readTimeoutMs }: { readTimeoutMs: number },
): KoreanRest {
  const budget = new RateBudget(isPause);
  const credentials = account.credentials.reveal();
  return new KoreanRest({
    ...{ dialect, markets, budget, readTimeoutMs },
    openCalls: (timeoutMs) =>
      bindCalls(createClient(account, credentials, timeoutMs, budget.onAnswer), CALLS),
  });
}
