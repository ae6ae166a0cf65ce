import { expect, it } from 'vitest';
import type { ComparedRow } from '../../../../src/demo/compared-rows.js';
import type { VenueFill, VenueOrder } from '../../../../src/demo/venue-control.js';
import { findDoubled, findLost, type Evidence } from '../../../kit/chaos/findings.js';

const order: VenueOrder = {
  orderId: 7,
  exchangeOrderId: '7',
  clientOrderId: 'ft-1',
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  status: 'FILLED',
  price: '2',
  quantity: '1',
  filledQuantity: '1',
  cumulativeQuote: '2',
  createdAt: 950,
  updatedAt: 1_000,
};
const fill: VenueFill = {
  exchangeTradeId: '5',
  exchangeOrderId: '7',
  clientOrderId: 'ft-1',
  symbol: 'BTCUSDT',
  side: 'BUY',
  price: '2',
  quantity: '1',
  commission: '0',
  commissionAsset: 'BTC',
  isMaker: true,
  realizedPnl: null,
  at: 1_000,
};
const desk = { name: 'desk' };
const alert = {
  id: 'alert-1',
  desk,
  acceptedAt: 900,
  clientOrderIds: new Set(['ft-1']),
  timesNew: 1,
};
const execution: ComparedRow = {
  account: 'desk',
  kind: 'execution',
  key: 'BTC/USDT #5',
  exchange: { price: '2' },
  database: { price: '2' },
  differing: [],
};
const whole: Evidence = {
  books: [{ desk, ledger: { orders: [order], fills: [fill] } }],
  rows: [execution],
  delivered: [alert],
  failed: new Set(),
  outbox: [1, 2],
  heard: [1, 2],
};

it('finds nothing where all is well', () => {
  expect(findLost(whole)).toEqual([]);
  expect(findDoubled(whole)).toEqual([]);
});

it('calls a fill without an execution lost, and names its order and time', () => {
  const found = findLost({ ...whole, rows: [{ ...execution, database: undefined }] });
  expect(found).toMatchObject([{ account: 'desk', clientOrderId: 'ft-1', at: 1_000 }]);
});

it('calls an execution without a fill doubled', () => {
  expect(findDoubled({ ...whole, rows: [{ ...execution, exchange: undefined }] })).toHaveLength(1);
});

it('calls an accepted alert lost that is neither on the exchange nor failed', () => {
  const books = [{ desk, ledger: { orders: [], fills: [] } }];
  expect(findLost({ ...whole, rows: [], books })).toMatchObject([{ clientOrderId: 'ft-1' }]);
  expect(findLost({ ...whole, rows: [], books, failed: new Set(['ft-1']) })).toEqual([]);
});

it('calls an alert doubled that is two orders on the exchange, or was taken as new twice', () => {
  const books = [
    { desk, ledger: { orders: [order, { ...order, orderId: 8, createdAt: 980 }], fills: [] } },
  ];
  expect(findDoubled({ ...whole, books })).toMatchObject([{ clientOrderId: 'ft-1', at: 980 }]);
  expect(findDoubled({ ...whole, delivered: [{ ...alert, timesNew: 2 }] })).toHaveLength(1);
  const clientOrderIds = new Set(['ft-1', 'ft-2']);
  expect(findDoubled({ ...whole, delivered: [{ ...alert, clientOrderIds }] })).toHaveLength(1);
});

it('calls events lost that were not heard, and doubled that came again or late', () => {
  expect(findLost({ ...whole, heard: [2] })).toHaveLength(1);
  expect(findDoubled({ ...whole, heard: [1, 2, 2] })).toHaveLength(1);
  expect(findDoubled({ ...whole, heard: [2, 1] })).toHaveLength(1);
});
