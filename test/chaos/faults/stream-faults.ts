import { marketsOf } from '../../kit/chaos/accounts-plan.js';
import type { ExchangeFaultMaker } from '../../kit/chaos/exchange-fault.js';
import { fault } from '../../kit/chaos/switches.js';
import { CALLS } from '../../kit/desk/market-calls.js';

/** For how long a connection is usually kept. */
const DAY_MS = 86_400_000;

/** What goes wrong with the private stream. */
export const STREAM_FAULTS: Readonly<Record<string, ExchangeFaultMaker>> = {
  'stream: fills swallowed': fault('stream-swallow', { execution: 'TRADE', times: 5 }),
  'stream: swallowed': fault('stream-swallow', { times: 5 }),
  'stream: duplicated': fault('stream-duplicate', { times: 20 }),
  'stream: reordered': fault('stream-reorder', { times: 8, ms: 2_000 }),
  'stream: fills delayed': fault('stream-delay', { execution: 'TRADE', ms: 4_000, forMs: 5_000 }),
  'stream: malformed': fault('stream-malformed', { execution: 'TRADE', times: 5 }),
  'stream: without the filled quantity': fault('stream-unreadable', {
    execution: 'TRADE',
    times: 5,
  }),
  'stream: an impossible quantity': fault('stream-unreadable', (_chance, market) => ({
    execution: 'TRADE',
    times: 5,
    field: CALLS[market].lastQuantityField,
    value: 'NaN',
  })),
  'stream: fills named otherwise': {
    // The other exchanges name a fill alike wherever they report it.
    markets: marketsOf(['upbit', 'bithumb']),
    ...fault('stream-other-trade-ids', { forMs: 20_000 }),
  },
  'stream: silent': fault('stream-silent', (chance) => ({ forMs: chance.between(5_000, 40_000) })),
  'stream: TRADE_LITE twice': {
    markets: ['futures'],
    ...fault('stream-duplicate', { event: 'TRADE_LITE', forMs: 5_000 }),
  },
  'stream: dropped': {
    make: (chance) => ({
      path: 'stream/drop',
      body: { refuseForMs: chance.pick([0, 2_000, 6_000]) },
    }),
  },
  'stream: serverShutdown': {
    markets: marketsOf(['binance']),
    make: () => ({ path: 'stream/event', body: { event: 'serverShutdown' } }),
  },
  'stream: eventStreamTerminated': {
    markets: ['spot'],
    make: () => ({ path: 'stream/event', body: { event: 'eventStreamTerminated' } }),
  },
  'stream: listen key expired': {
    markets: ['futures'],
    make: () => ({ path: 'stream/expire-listen-key', body: {}, without: 'market' }),
  },
  'stream: end of its 24 h': {
    make: (chance) => ({
      path: 'stream/life',
      body: { ms: chance.between(500, 2_000) },
      without: 'apiKey',
      undo: { afterMs: chance.between(2_000, 5_000), body: { ms: DAY_MS } },
    }),
  },
};
