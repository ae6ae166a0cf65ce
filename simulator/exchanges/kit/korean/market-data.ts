import { ZERO, type Decimal } from '../../../decimal.js';
import type { Instrument } from '../../../model.js';
import { errors } from './errors.js';
import { text } from './order-view.js';
import type { Json } from './json.js';
import type { KoreanRequest } from './rest.js';

/** Returns the instruments that `markets` names, which are all there is to be known about. */
export function marketsNamed({ engine, exchange, parameters }: KoreanRequest): Instrument[] {
  const symbols = parameters.list('markets');
  if (symbols.length === 0) throw errors.missing();
  const { instruments } = engine.state.markets[exchange.market];
  return symbols.map((symbol) => {
    const instrument = instruments.get(symbol);
    if (!instrument) throw errors.codeNotFound();
    return instrument;
  });
}

/** Answers ticker: numbers are numbers here. The day before ended where prices started. */
export function tickers(request: KoreanRequest): Json {
  const { engine, exchange } = request;
  const { prices } = engine.state.markets[exchange.market];
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

/** Answers accounts: the assets of the account that it has any of. */
export function accounts(request: KoreanRequest): Json {
  return request
    .account()
    .wallets[request.exchange.market].balances()
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
