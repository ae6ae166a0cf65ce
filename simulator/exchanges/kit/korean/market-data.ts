import { ZERO, type Decimal } from '../../../decimal.js';
import type { Market } from '../../../market/market.js';
import type { Instrument } from '../../../model.js';
import { errors } from './errors.js';
import { text } from './order-view.js';
import type { Json } from './json.js';
import type { KoreanRequest } from './routes.js';

/** Returns the instruments that `markets` names. Throws if it names none or an unknown one. */
export function marketsNamed({ engine, dialect, parameters }: KoreanRequest): Instrument[] {
  const symbols = parameters.list('markets');
  if (symbols.length === 0) throw errors.missing();
  const { instruments } = engine.state.markets[dialect.market];
  return symbols.map((symbol) => {
    const instrument = instruments.get(symbol);
    if (!instrument) throw errors.codeNotFound();
    return instrument;
  });
}

/** Returns the rows of the list of markets. A market that is not traded is not listed. */
export function tradedMarkets(market: Market, toRow: (instrument: Instrument) => Json): Json {
  const traded = market.listed().filter(({ symbol }) => market.listingState(symbol) === 'trading');
  return [...traded.map(toRow), ...(market.oddRows as Json[])];
}

/** Answers ticker, where numbers are not strings. The previous day closed at the start prices. */
export function tickers(request: KoreanRequest): Json {
  const { engine, dialect } = request;
  const { prices } = engine.state.markets[dialect.market];
  const now = engine.clock.present(request.now);
  return marketsNamed(request).map(({ symbol, startPrice }) => {
    const price = prices.price(symbol);
    return {
      market: symbol,
      trade_timestamp: now,
      opening_price: startPrice,
      trade_price: price,
      prev_closing_price: startPrice,
      change: changeOf(price, startPrice),
      change_price: price.minus(startPrice).abs(),
      signed_change_price: price.minus(startPrice),
      timestamp: now,
    };
  });
}

/** Answers accounts: the assets of which the account has any. */
export function accounts(request: KoreanRequest): Json {
  return request
    .account()
    .wallets[request.dialect.market].balances()
    .filter(({ free, locked }) => free.plus(locked).gt(ZERO))
    .map(({ asset, free, locked }) => ({
      currency: asset,
      balance: text(free),
      locked: text(locked),
      avg_buy_price: '0',
      avg_buy_price_modified: false,
      unit_currency: 'KRW',
    }));
}

function changeOf(price: Decimal, before: Decimal): string {
  if (price.eq(before)) return 'EVEN';
  return price.gt(before) ? 'RISE' : 'FALL';
}
