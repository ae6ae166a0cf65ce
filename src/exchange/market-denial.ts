import { DenialCode, type Denial } from '../domain/denial.js';
import { checkRules, type CheckedTerms } from '../domain/market.js';
import type { MarketSymbol } from '../domain/symbol.js';
import type { Endpoints, MarketDirectory } from './exchange.js';
import { ExchangeFailure } from './failure.js';
import { marketsOf } from './registry.js';

/** What a market's rules are checked against. */
export type CheckedOrder = CheckedTerms & { readonly symbol: MarketSymbol };

/**
 * Returns why the rules of its market would refuse an order of an account, or `null` when the
 * exchange may be asked. The edge checks this before it answers, and the worker again before it
 * sends. Rules may have changed since they were read, so they are asked for once more before an
 * order is refused by them.
 *
 * @throws ExchangeFailure when the market's rules are not available; the exchange itself then
 *   decides
 */
export async function denialByMarket(
  account: Endpoints,
  order: CheckedOrder,
): Promise<Denial | null> {
  if (order.reduceOnly && account.marketType === 'SPOT') {
    // There is no position to reduce. Without the flag, the order would open one.
    return {
      code: DenialCode.REDUCE_ONLY_NOT_SUPPORTED,
      field: 'reduceOnly',
      expected: 'false on a spot market',
      received: 'true',
    };
  }
  const markets = marketsOf(account);
  if ((await denialNow(markets, account, order)) === null) return null;
  // Without an answer, what is known decides.
  await markets.renew().catch(ignoreFailure);
  return denialNow(markets, account, order);
}

async function denialNow(
  markets: MarketDirectory,
  { exchange, marketType }: Endpoints,
  order: CheckedOrder,
): Promise<Denial | null> {
  const rules = await markets.rulesFor(order.symbol);
  if (rules) return checkRules(rules, order);
  return {
    code: DenialCode.SYMBOL_NOT_LISTED,
    field: 'symbol',
    expected: `listed on ${exchange} ${marketType}`,
    received: order.symbol,
  };
}

function ignoreFailure(error: unknown): void {
  if (!(error instanceof ExchangeFailure)) throw error;
}
