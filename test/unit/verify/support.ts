import type { OrderTerms } from '../../../src/domain/order.js';
import type { ListedOrder } from '../../../src/exchange/exchange.js';
import type { ReportedFill } from '../../../src/verify/exchange-side.js';
import type {
  ExecutionRecord,
  OpenOrderRecord,
  PositionRecord,
  Snapshot,
  TradeRecord,
} from '../../../src/queries/snapshot.js';

export const ACCOUNT = 1;
const TAKEN_AT = '2026-03-01T12:00:00.000Z';

/** Returns a snapshot that is empty but for these parts. */
export function snapshotOf(changes: Partial<Snapshot> = {}): Snapshot {
  return {
    takenAt: TAKEN_AT,
    strategies: new Map([[7, { name: 'breakout', accountId: ACCOUNT }]]),
    executions: [],
    positions: [],
    trades: [],
    openOrders: [],
    lostOrders: [],
    failedOrders: [],
    ...changes,
  };
}

const ORDER = {
  accountId: ACCOUNT,
  clientOrderId: 'ft-1',
  symbol: 'BTC/USDT',
  side: 'BUY',
  exchangeOrderId: '10',
} as const;

/** Trade 100 of order 10: buys 2 BTC at 50. */
export function executionOf(changes: Partial<ExecutionRecord> = {}): ExecutionRecord {
  return {
    ...ORDER,
    strategyId: 7,
    marketType: 'FUTURES',
    exchangeTradeId: '100',
    price: '50',
    quantity: '2',
    fee: '0.1',
    feeAsset: 'USDT',
    realizedPnl: '0',
    executedAt: '2026-03-01T11:00:00.000Z',
    isInferred: false,
    ...changes,
  };
}

/** What {@link executionOf} alone comes to. */
export function positionOf(changes: Partial<PositionRecord> = {}): PositionRecord {
  return {
    accountId: ACCOUNT,
    strategyId: 7,
    symbol: 'BTC/USDT',
    quantity: '2.00',
    entryPrice: '50.0',
    realizedPnl: '0',
    exchangeRealizedPnl: '0',
    fees: { USDT: '0.10' },
    ...changes,
  };
}

/** What {@link executionOf} alone comes to. */
export function tradeOf(changes: Partial<TradeRecord> = {}): TradeRecord {
  return {
    ...ORDER,
    quantity: '2',
    averagePrice: '50',
    fee: '0.1',
    feeAsset: 'USDT',
    fees: { USDT: '0.1' },
    realizedPnl: '0',
    ...changes,
  };
}

export function openOrderOf(changes: Partial<OpenOrderRecord> = {}): OpenOrderRecord {
  return {
    ...ORDER,
    status: 'NEW',
    filledQuantity: '0',
    createdAt: '2026-03-01T11:00:00.000Z',
    ...changes,
  };
}

export const TERMS: OrderTerms = {
  side: 'BUY',
  orderType: 'LIMIT',
  quantity: '2',
  price: '50',
  timeInForce: 'GTC',
  reduceOnly: false,
};

export function viewOf(changes: Partial<ListedOrder> = {}): ListedOrder {
  return {
    clientOrderId: 'ft-1',
    exchangeOrderId: '10',
    symbol: 'BTC/USDT',
    terms: TERMS,
    status: 'NEW',
    filledQuantity: '0',
    ...changes,
  };
}

/** As the exchange reports {@link executionOf}. */
export function fillOf(changes: Partial<ReportedFill> = {}): ReportedFill {
  const { symbol, side, exchangeOrderId, exchangeTradeId } = executionOf();
  const { price, quantity, fee, feeAsset, realizedPnl, executedAt } = executionOf();
  return {
    symbol,
    side,
    exchangeOrderId,
    exchangeTradeId,
    isMaker: true,
    price,
    quantity,
    fee,
    feeAsset,
    realizedPnl,
    executedAt,
    ...changes,
  };
}
