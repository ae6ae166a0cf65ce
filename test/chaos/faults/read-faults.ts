import type { ExchangeFaultMaker } from '../../kit/chaos/exchange-fault.js';
import { fault, only } from '../../kit/chaos/switches.js';

/** What goes wrong with reads. */
export const READ_FAULTS: Readonly<Record<string, ExchangeFaultMaker>> = {
  'rest: 2 s behind': fault('rest-lag', { ms: 2_000, forMs: 10_000 }),
  'rest: fills 2 s behind': fault('fills-lag', { ms: 2_000, forMs: 10_000 }),
  'rest: order after the time-out': only('GET', 'order', 'delay-answer', { times: 3, ms: 6_000 }),
  'rest: trades after the time-out': only('GET', 'trades', 'delay-answer', { times: 2, ms: 6_000 }),
  'rest: open orders after the time-out': only('GET', 'open', 'delay-answer', {
    times: 2,
    ms: 6_000,
  }),
  'rest: HTML for the order': only('GET', 'order', 'html-200', { times: 3 }),
  'rest: HTML for the trades': only('GET', 'trades', 'html-200', { times: 2 }),
  'rest: HTML for the open orders': only('GET', 'open', 'html-200', { times: 2 }),
  'rest: an empty list of open orders': only('GET', 'open', 'empty-lists', { times: 2 }),
  'rest: 502 for the order': only('GET', 'order', 'html-error', { times: 3 }),
  'rest: 403 for the order': only('GET', 'order', 'html-error', { times: 3, status: 403 }),
  'rest: 429 for whatever comes': fault('rate-limited', { times: 3, status: 429, retryAfter: 1 }),
  'rest: no answer for the order': only('GET', 'order', 'accept-then-hang', { times: 2 }),
  'rest: reset for the open orders': only('GET', 'open', 'accept-then-reset', { times: 2 }),
  'rest: the order without its filled quantity': only('GET', 'order', 'rest-missing-field', {
    times: 2,
    field: 'executedQty',
  }),
  'rest: sixteen decimals': fault('rest-precision', { forMs: 8_000 }),
  'rest: trades unavailable': fault('trades-unavailable', (chance) => ({
    empty: false,
    forMs: chance.between(3_000, 12_000),
  })),
  'rest: trades missing': fault('trades-unavailable', (chance) => ({
    empty: true,
    forMs: chance.between(3_000, 12_000),
  })),
};
