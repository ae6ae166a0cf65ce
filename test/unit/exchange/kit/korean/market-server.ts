import { checkRules } from '../../../../../src/domain/market.js';
import type { MarketRules } from '../../../../../src/domain/market.js';
import { ownMarkets } from '../../../../../src/exchange/kit/kept-listing.js';
import { KoreanMarkets } from '../../../../../src/exchange/kit/korean/markets.js';
import {
  startServer,
  type AnsweringServer,
  type ReceivedRequest,
  type SentAnswer,
} from '../../../../kit/exchange/http-server.js';
import { ADAPTERS, accountAt, marketList, type KoreanName } from './fixtures.js';

const noSuchCall = { status: 404, body: { error: { name: 404, message: 'no Route matched' } } };

/** A server with a list of markets, and with ticks where they are given. */
export function serveMarkets(
  ticks?: Record<string, string>,
  list: () => SentAnswer = () => ({ body: marketList }),
): Promise<AnsweringServer> {
  return startServer(({ path, query }: ReceivedRequest) => {
    if (path === '/v1/market/all') return list();
    if (path !== '/v1/orderbook/instruments' || !ticks) return noSuchCall;
    const markets = (new URLSearchParams(query).get('markets') ?? '').split(',');
    return { body: markets.map((market) => ({ market, tick_size: ticks[market] ?? '1000' })) };
  });
}

/** The markets of an exchange behind a server. */
export function marketsAt(exchange: KoreanName, { origin }: AnsweringServer): KoreanMarkets {
  const account = accountAt(exchange, { restUrl: origin });
  return ownMarkets(KoreanMarkets, ADAPTERS[exchange].openMarkets(account));
}

export async function rulesOf(markets: KoreanMarkets, symbol: string): Promise<MarketRules> {
  const rules = await markets.rulesFor(symbol);
  if (!rules) throw new Error(`expected rules of ${symbol}`);
  return rules;
}

/** The code of the denial that an order of a price and a quantity meets, if any. */
export function denialOf(rules: MarketRules, price: string, quantity = '1'): string | undefined {
  const terms = { orderType: 'LIMIT', price, quantity, reduceOnly: false } as const;
  return checkRules(rules, terms)?.code;
}
