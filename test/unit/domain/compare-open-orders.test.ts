import { expect, it } from 'vitest';
import { compareOpenOrders } from '../../../src/domain/compare-open-orders.js';
import type { OpenStatus } from '../../../src/domain/order.js';

const ours = (status: OpenStatus, isFresh: boolean, changes: object = {}) => ({
  clientOrderId: 'ft-1',
  exchangeOrderId: status === 'NEW' || status === 'PARTIALLY_FILLED' ? '7' : null,
  symbol: 'BTC/USDT',
  status,
  filledQuantity: '0',
  quantity: '1',
  price: '50000',
  termsAsOf: null,
  isFresh,
  ...changes,
});
const theirs = (filledQuantity = '0') => ({
  clientOrderId: 'ft-1',
  exchangeOrderId: '7',
  symbol: 'BTC/USDT',
  filledQuantity,
});

it('leaves an order alone that is being sent, whether or not the exchange lists it already', () => {
  for (const list of [[], [theirs()], [theirs('1')]]) {
    const found = compareOpenOrders([ours('PENDING', true)], list);
    expect(found).toEqual({ onlyTheirs: [], onlyOurs: [], differing: [] });
  }
});

it('wakes the workflow of a row that nobody touches, as after a restore', () => {
  for (const status of ['PENDING', 'UNKNOWN'] as const) {
    expect(compareOpenOrders([ours(status, false)], []).onlyOurs).toEqual(['ft-1']);
    expect(compareOpenOrders([ours(status, false)], [theirs()]).differing).toEqual(['ft-1']);
  }
});

it('does not wake an unclear order that is asked about anyway, until the exchange lists it', () => {
  expect(compareOpenOrders([ours('UNKNOWN', true)], []).onlyOurs).toEqual([]);
  expect(compareOpenOrders([ours('UNKNOWN', true)], [theirs()]).differing).toEqual(['ft-1']);
});

it('finds an order that filled further, and one that is gone, however fresh its row', () => {
  for (const isFresh of [true, false]) {
    expect(compareOpenOrders([ours('NEW', isFresh)], [theirs('0.5')]).differing).toEqual(['ft-1']);
    expect(compareOpenOrders([ours('NEW', isFresh)], []).onlyOurs).toEqual(['ft-1']);
    expect(compareOpenOrders([ours('NEW', isFresh)], [theirs()]).differing).toEqual([]);
  }
});

it('takes an order under the same client order id and another id of the exchange for another', () => {
  const row = ours('NEW', true, { exchangeOrderId: '6' });
  const found = compareOpenOrders([row], [theirs()]);
  expect(found.onlyOurs).toEqual(['ft-1']);
  expect(found.onlyTheirs).toEqual([theirs()]);
});
