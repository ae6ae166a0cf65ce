import { setTimeout as sleep } from 'node:timers/promises';
import { takeApart } from '../domain/symbol.js';
import type { Endpoints } from '../exchange/exchange.js';
import { marketsOf } from '../exchange/registry.js';
import { readAccountSymbol, type ListedNames } from '../exchange/symbols.js';
import { RULES_WAIT_MS } from './acceptance.js';
import { Problem } from './problem.js';

/**
 * Returns what an account's exchange lists, to read the market in an order by. If the market cannot
 * be read by what is known, the exchange is asked once more, since it may be new.
 *
 * @param symbol the market as the order names it
 * @throws Problem 503 when only the listing can explain the name, and it has never been loaded
 */
export async function listedMarkets(account: Endpoints, symbol: unknown): Promise<ListedNames> {
  const markets = marketsOf(account);
  if (typeof symbol !== 'string' || !takeApart(symbol)) return markets;
  if ('symbol' in readAccountSymbol(symbol, account, markets)) return markets;
  const isAnswered = markets.renew().catch(() => undefined); // what is known decides
  await Promise.race([isAnswered, sleep(RULES_WAIT_MS, undefined, { ref: false })]);
  if (markets.isLoaded) return markets;
  throw new Problem(
    503,
    'MARKETS_UNAVAILABLE',
    `the list of ${account.exchange}'s markets is not there yet; nothing was stored, send it again`,
    undefined,
    { 'Retry-After': '2' },
  );
}
