import { marketsWithout } from '../../kit/chaos/accounts-plan.js';
import type { ExchangeFaultMaker } from '../../kit/chaos/exchange-fault.js';
import { fault, onRead } from '../../kit/chaos/switches.js';
import { CALLS } from '../../kit/desk/market-calls.js';

/** Upbit and Bithumb have no list of fills: an order's answer contains them. */
const LISTS_TRADES = marketsWithout('upbit', 'bithumb');

/** What goes wrong with reads. */
export const READ_FAULTS: Readonly<Record<string, ExchangeFaultMaker>> = {
  'rest: 2 s behind': fault('rest-lag', { ms: 2_000, forMs: 10_000 }),
  'rest: fills 2 s behind': fault('fills-lag', { ms: 2_000, forMs: 10_000 }),
  'rest: order after the time-out': onRead('order', 'delay-answer', { times: 3, ms: 6_000 }),
  'rest: trades after the time-out': onRead('trades', 'delay-answer', { times: 2, ms: 6_000 }),
  'rest: open orders after the time-out': onRead('open', 'delay-answer', {
    times: 2,
    ms: 6_000,
  }),
  'rest: HTML for the order': onRead('order', 'html-200', { times: 3 }),
  'rest: HTML for the trades': onRead('trades', 'html-200', { times: 2 }),
  'rest: HTML for the open orders': onRead('open', 'html-200', { times: 2 }),
  'rest: an empty list of open orders': onRead('open', 'empty-lists', { times: 2 }),
  'rest: 502 for the order': onRead('order', 'html-error', { times: 3 }),
  'rest: 403 for the order': onRead('order', 'html-error', { times: 3, status: 403 }),
  'rest: 429 for whatever comes': fault('rate-limited', { times: 3, status: 429, retryAfter: 1 }),
  'rest: no answer for the order': onRead('order', 'accept-then-hang', { times: 2 }),
  'rest: reset for the open orders': onRead('open', 'accept-then-reset', { times: 2 }),
  'rest: the order without its filled quantity': onRead(
    'order',
    'rest-missing-field',
    (market) => ({
      times: 2,
      field: CALLS[market].filledField,
    }),
  ),
  'rest: sixteen decimals': fault('rest-precision', { forMs: 8_000 }),
  'rest: trades unavailable': {
    ...fault('trades-unavailable', (chance) => ({
      empty: false,
      forMs: chance.between(3_000, 12_000),
    })),
    markets: LISTS_TRADES,
  },
  'rest: trades missing': {
    ...fault('trades-unavailable', (chance) => ({
      empty: true,
      forMs: chance.between(3_000, 12_000),
    })),
    markets: LISTS_TRADES,
  },
};
