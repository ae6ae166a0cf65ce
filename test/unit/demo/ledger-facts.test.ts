import { describe, expect, it } from 'vitest';
import { asTold } from '../../../src/demo/compared-rows.js';
import { factsOfTraded, keyOfFill } from '../../../src/demo/ledger-facts.js';
import type { VenueFill, VenueOrder } from '../../../src/demo/venue-control.js';
import { styleOf } from '../../../src/exchange/symbols.js';

const order: VenueOrder = {
  exchangeOrderId: 'uuid-1',
  clientOrderId: 'ft-1',
  symbol: 'KRW-BTC',
  side: 'BUY',
  status: 'CANCELLED',
  quantity: '0.4',
  filledQuantity: '0.4',
  cumulativeQuote: '38000000',
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

describe('what the ledger says of an order', () => {
  it('is that it filled when nothing was left of what it could buy, though it ended as cancelled', () => {
    expect(factsOfTraded(order, [fill])).toMatchObject({ status: 'FILLED', fees: '19000 KRW' });
  });

  it('is that it was cancelled when something was left', () => {
    const partly = { ...order, filledQuantity: '0.39999999' };
    expect(factsOfTraded(partly, [fill])).toMatchObject({ status: 'CANCELLED' });
  });

  it('names its fills by the ids that clients are told, in their exchange’s market', () => {
    expect(keyOfFill(fill, styleOf('upbit'))).toBe('BTC/KRW #uuid-7');
  });
});

describe('asTold', () => {
  const exchange = { price: '1', isMaker: 'false' };

  it('takes out what the exchange did not tell on the road that was taken', () => {
    const told = asTold(exchange, { price: '1', isMaker: null }, ['isMaker']);
    expect(told).toEqual({ price: '1', isMaker: null });
  });

  it('leaves in what it did tell, so that a wrong word is a difference', () => {
    expect(asTold(exchange, { price: '1', isMaker: 'true' }, ['isMaker'])).toEqual(exchange);
  });

  it('leaves in what the exchange always tells', () => {
    expect(asTold(exchange, { price: null, isMaker: null }, [])).toEqual(exchange);
    expect(asTold(exchange, undefined, ['isMaker'])).toEqual(exchange);
  });
});
