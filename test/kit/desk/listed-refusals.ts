import { verdictOn } from '../../../activities/order/submission-failures.js';
import type { ExchangeName, MarketName } from '../../../simulator/names.js';
import { ExchangeFailure } from '../../../src/exchange/failure.js';
import { ccxtCodes } from '../exchange/ccxt-codes.js';
import type { NewRefusal } from './new-refusal.js';
import { planOf } from './plans.js';

/** What an exchange's codes look like, and the HTTP status under which it refuses an order. */
const FORMS: Readonly<Record<ExchangeName, { readonly code: RegExp; readonly status: number }>> = {
  binance: { code: /^-\d+$/, status: 400 },
  bybit: { code: /^\d+$/, status: 200 },
  upbit: { code: /^[a-z_]+$/, status: 400 },
  bithumb: { code: /^[a-z_]+$/, status: 400 },
};

/** ccxt lists none of its names. Source: apidocs.bithumb.com, "에러 코드". */
const BITHUMB_NAMES = [
  'insufficient_funds_bid',
  'under_price_limit_bid',
  'invalid_price_bid',
  'cross_trading',
  'out_of_scope',
];

const message = 'The order is refused.';

/** Returns the refusals of an order that ccxt or an exchange lists, in the exchange's own form. */
export function listedRefusals(market: MarketName): readonly NewRefusal[] {
  const { exchange } = planOf(market);
  const { code: form, status: httpStatus } = FORMS[exchange];
  const table = market === 'futures' ? 'binanceusdm' : exchange;
  const codes = [...ccxtCodes(exchange), ...(exchange === 'bithumb' ? BITHUMB_NAMES : [])];
  return codes
    .filter((code) => form.test(code))
    .filter((code) => {
      const details = { exchange: table, code, httpStatus, words: message };
      return verdictOn(new ExchangeFailure(message, 'answer', details)) === 'refused';
    })
    .map((code) => ({ code: /^-?\d+$/.test(code) ? Number(code) : code, message }));
}
