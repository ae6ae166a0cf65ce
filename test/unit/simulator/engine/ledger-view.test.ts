import { describe, expect, it } from 'vitest';
import { Clock } from '../../../../simulator/engine/clock.js';
import { Decimal, ZERO } from '../../../../simulator/decimal.js';
import { FaultSwitches } from '../../../../simulator/faults/switches.js';
import { viewLedger, type LedgerView } from '../../../../simulator/engine/ledger-view.js';
import { Ledger } from '../../../../simulator/market/ledger.js';
import type { Order } from '../../../../simulator/model.js';

const CONCERN = { apiKey: 'key', symbol: 'BTCUSDT', market: 'spot' } as const;

describe('a read that lags', () => {
  it.each(['rest-lag', 'not-found-after-create'])(
    'by %s finds the earlier of two orders of one client id while it cannot see the later',
    (name) => {
      const ledger = new Ledger('spot', 1);
      const faults = new FaultSwitches();
      for (const [orderId, at] of [
        [1, 1000],
        [2, 2000],
      ] as const) {
        ledger.put(order(orderId, at));
        ledger.put({ ...order(orderId, at), status: 'CANCELLED', updatedAt: at + 10 });
      }
      faults.add({ name, ms: 1500 }, 0);
      const find = (now: number): number | undefined =>
        viewLedger(ledger, faults, new Clock(), CONCERN, now).find('BTCUSDT', undefined, 'same')
          ?.orderId;
      expect(find(2400)).toBeUndefined();
      expect(find(3400)).toBe(1);
      expect(find(3600)).toBe(2);
    },
  );

  it.each(['rest-lag', 'fills-lag'])('by %s shows an order that had rested for long', (name) => {
    const hour = 3_600_000;
    const ledger = new Ledger('spot', 1);
    const faults = new FaultSwitches();
    faults.add({ name, ms: 1500 }, 0);
    ledger.put(order(1, 1000));
    // So much happens meanwhile that the past is swept.
    for (const orderId of [2, 3]) ledger.put(order(orderId, hour / 2));
    for (const orderId of [2, 3]) {
      ledger.put({ ...order(orderId, hour / 2), status: 'CANCELLED', updatedAt: hour - 1000 });
    }
    const filledQuantity = new Decimal('0.1');
    ledger.put({ ...order(1, 1000), status: 'FILLED', filledQuantity, updatedAt: hour });
    const view = (now: number): LedgerView => viewLedger(ledger, faults, new Clock(), CONCERN, now);
    expect(view(hour + 1000).order(1)?.status).toBe('NEW');
    expect(
      view(hour + 1000)
        .openOrders()
        .map(({ orderId }) => orderId),
    ).toEqual([1]);
    expect(view(hour + 1500).order(1)?.status).toBe('FILLED');
    expect(view(hour + 1500).openOrders()).toEqual([]);
  });
});

function order(orderId: number, at: number): Order {
  return {
    clientOrderId: 'same',
    symbol: 'BTCUSDT',
    side: 'BUY',
    type: 'LIMIT',
    timeInForce: 'GTC',
    postOnly: false,
    reduceOnly: false,
    price: new Decimal('49000'),
    quantity: new Decimal('0.1'),
    quoteQuantity: ZERO,
    market: 'spot',
    apiKey: 'key',
    orderId,
    filledQuantity: ZERO,
    cumulativeQuote: ZERO,
    reserved: ZERO,
    status: 'NEW',
    createdAt: at,
    updatedAt: at,
  };
}
