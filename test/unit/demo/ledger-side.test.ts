import { describe, expect, it } from 'vitest';
import { factsOfTraded, keyOfFill, type LedgerReading } from '../../../src/demo/ledger-side.js';
import type { VenueFill, VenueOrder } from '../../../src/demo/venue-control.js';
import { styleOf } from '../../../src/exchange/symbols.js';

const order: VenueOrder = {
  orderId: 1,
  exchangeOrderId: 'uuid-1',
  clientOrderId: 'ft-1',
  symbol: 'KRW-BTC',
  side: 'BUY',
  type: 'MARKET',
  status: 'CANCELLED',
  price: '0',
  quantity: '0.4',
  filledQuantity: '0.4',
  cumulativeQuote: '38000000',
  createdAt: 1,
  updatedAt: 1,
};
const fill: VenueFill = {
  exchangeTradeId: 'uuid-7',
  exchangeOrderId: 'uuid-1',
  clientOrderId: 'ft-1',
  symbol: 'KRW-BTC',
  side: 'BUY',
  price: '95000000',
  quantity: '0.4',
  commission: '19000',
  commissionAsset: 'KRW',
  isMaker: false,
  realizedPnl: null,
  at: 1,
};
const reading: LedgerReading = {
  marketType: 'SPOT',
  style: styleOf('upbit'),
  buysByCost: true,
  strategyOf: new Map([['ft-1', 'demo']]),
};

describe('what the ledger says of an order', () => {
  it('is that it filled when nothing was left of it, though it ended as cancelled', () => {
    expect(factsOfTraded(order, [fill], reading)).toMatchObject({
      status: 'FILLED',
      fees: '19000 KRW',
    });
  });

  it('is that it was cancelled when something was left', () => {
    const partly = { ...order, filledQuantity: '0.39999999' };
    expect(factsOfTraded(partly, [fill], reading)).toMatchObject({ status: 'CANCELLED' });
  });

  it('names its fills by the ids that clients see, in their exchange’s market', () => {
    expect(keyOfFill(fill, styleOf('upbit'))).toBe('BTC/KRW #uuid-7');
  });

  it('does not know what was asked for where an amount is spent', () => {
    expect(factsOfTraded(order, [fill], reading)).toMatchObject({ asked: null });
    const byQuantity = { ...reading, buysByCost: false };
    expect(factsOfTraded(order, [fill], byQuantity)).toMatchObject({ asked: '0.4' });
  });

  it('is whose it is: the strategy that asked for it, or nobody here', () => {
    expect(factsOfTraded(order, [fill], reading)).toMatchObject({ owner: 'demo' });
    const unasked = { ...reading, strategyOf: new Map<string, string>() };
    expect(factsOfTraded(order, [fill], unasked)).toMatchObject({ owner: 'adopted' });
  });
});
