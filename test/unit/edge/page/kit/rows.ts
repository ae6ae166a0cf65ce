// Rows as the lists of the API have them. Each is the plainest of its kind, changed as given.
import type { ListedAlert } from '../../../../../src/queries/alerts.js';
import type {
  ListedFailedOrder,
  ListedOpenOrder,
  ListedTrade,
} from '../../../../../src/queries/order-lists.js';
import type { ListedPosition } from '../../../../../src/queries/positions.js';

const at = '2026-03-01T12:00:00.000Z';
const times = { createdAt: at, updatedAt: at };

const order = {
  id: 1,
  accountId: 1,
  strategyId: 1,
  strategy: 'demo',
  clientOrderId: 'ft-1',
  exchangeOrderId: '9001',
  symbol: 'BTC/USDT',
  marketType: 'SPOT',
  side: 'BUY',
  orderType: 'LIMIT',
  price: '50000',
  quantity: '2',
  ...times,
} as const;

/** What an order has instead of a strategy when it was adopted. */
export const adopted = { strategyId: null, strategy: null } as const;

export const openOrder = (changes: Partial<ListedOpenOrder> = {}): ListedOpenOrder => ({
  ...order,
  timeInForce: 'GTC',
  reduceOnly: false,
  filledQuantity: '0',
  reportedQuantity: '0',
  reportedQuote: null,
  status: 'NEW',
  submittedAt: at,
  isProven: false,
  isDoubtful: false,
  refusal: null,
  missingSince: null,
  termsAsOf: null,
  ...changes,
});

export const trade = (changes: Partial<ListedTrade> = {}): ListedTrade => ({
  ...order,
  orderQuantity: '2',
  averagePrice: '50000.5',
  fee: null,
  feeAsset: null,
  fees: {},
  realizedPnl: null,
  status: 'FILLED',
  confirmedAt: null,
  askedAt: null,
  ...changes,
});

export const failedOrder = (changes: Partial<ListedFailedOrder> = {}): ListedFailedOrder => ({
  ...order,
  status: 'rejected',
  code: '-2010',
  reason: 'Account has insufficient balance.',
  confirmedAt: null,
  askedAt: null,
  ...changes,
});

export const position = (changes: Partial<ListedPosition> = {}): ListedPosition => ({
  id: 1,
  accountId: 1,
  strategyId: 1,
  strategy: 'demo',
  symbol: 'BTC/USDT',
  quantity: '2',
  entryPrice: '50000.5',
  realizedPnl: '0',
  fees: {},
  ...times,
  ...changes,
});

export const alert = (changes: Partial<ListedAlert> = {}): ListedAlert => ({
  id: 1,
  accountId: 1,
  account: 'paper',
  strategyId: 1,
  strategy: 'demo',
  clientOrderId: 'ft-1',
  symbol: 'BTC/USDT',
  code: 'FILL_CONFLICT',
  message: 'two sources report different fills',
  createdAt: at,
  sentAt: null,
  ...changes,
});
