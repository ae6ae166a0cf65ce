import { expect, it } from 'vitest';
import type { ComparedRow } from '../../../../src/demo/compare-ledger.js';
import { findDoubled, findLost, type Facts } from '../../../kit/chaos/findings.js';
import type { LedgerFill, LedgerOrder } from '../../../kit/ledger/expect-ledger.js';

const order: LedgerOrder = {
  orderId: 7,
  exchangeOrderId: '7',
  clientOrderId: 'ft-1',
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  status: 'FILLED',
  quantity: '1',
  filledQuantity: '1',
  createdAt: 950,
};
const fill: LedgerFill = {
  tradeId: 5,
  exchangeTradeId: '5',
  orderId: 7,
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
const whole: Facts = {
  books: [{ desk, ledger: { orders: [order], fills: [fill] } }],
  rows: [execution],
  delivered: [alert],
  failed: new Set(),
  outbox: [1, 2],
  told: [1, 2],
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

it('calls events lost that were not told, and doubled that came again or late', () => {
  expect(findLost({ ...whole, told: [2] })).toHaveLength(1);
  expect(findDoubled({ ...whole, told: [1, 2, 2] })).toHaveLength(1);
  expect(findDoubled({ ...whole, told: [2, 1] })).toHaveLength(1);
});
