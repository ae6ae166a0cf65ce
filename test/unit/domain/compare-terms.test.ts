import { describe, expect, it } from 'vitest';
import { compareOpenOrders } from '../../../src/domain/compare-open-orders.js';
import { instantAt } from './support.js';

const ours = {
  clientOrderId: 'ft-1',
  exchangeOrderId: '7',
  symbol: 'BTC/USDT',
  status: 'NEW',
  filledQuantity: '0',
  quantity: '1',
  price: '50000',
  termsAsOf: instantAt(3),
  isFresh: false,
} as const;
const theirs = { clientOrderId: 'ft-1', exchangeOrderId: '7', symbol: 'BTC/USDT' };
const asIs = { ...theirs, filledQuantity: '0' };
const same = { onlyTheirs: [], onlyOurs: [], differing: [] };

describe('comparing open orders', () => {
  it.each([
    ['raised', { quantity: '2', price: '50000' }],
    ['reduced', { quantity: '0.5', price: '50000' }],
    ['moved to another price', { quantity: '1', price: '49000' }],
  ])('finds an order that was %s', (_, terms) => {
    const listed = { ...asIs, current: { ...terms, asOf: instantAt(4) } };
    expect(compareOpenOrders([ours], [listed])).toEqual({ ...same, differing: ['ft-1'] });
  });

  it('lets a list that lags behind what we know be', () => {
    const current = { quantity: '2', price: '50000', asOf: instantAt(2) };
    expect(compareOpenOrders([ours], [{ ...asIs, current }])).toEqual(same);
  });

  it('knows an order under the client id that an amendment gave it', () => {
    expect(compareOpenOrders([ours], [{ ...asIs, clientOrderId: 'random-1' }])).toEqual(same);
  });

  it('expects no terms of an exchange that cannot amend', () => {
    expect(compareOpenOrders([ours], [asIs])).toEqual(same);
  });
});
