import type { MarketType, OpenStatus, Side } from '../domain/order.js';
import type { PositionExecution } from '../domain/position.js';
import type { MarketSymbol } from '../domain/symbol.js';
import type { TradeExecution, TradeFigures } from '../domain/trade.js';

interface OfOrder {
  readonly accountId: number;
  readonly clientOrderId: string;
  readonly symbol: MarketSymbol;
  readonly side: Side;
}

export interface ExecutionRecord extends OfOrder, PositionExecution, TradeExecution {
  /** Null for an adopted order. */
  readonly strategyId: number | null;
  readonly marketType: MarketType;
  readonly side: Side;
  readonly exchangeOrderId: string;
  readonly isInferred: boolean;
}

export interface PositionRecord {
  readonly accountId: number;
  readonly strategyId: number;
  readonly symbol: MarketSymbol;
  readonly quantity: string;
  readonly entryPrice: string | null;
  readonly realizedPnl: string;
  readonly exchangeRealizedPnl: string | null;
  readonly fees: Readonly<Record<string, string>>;
}

export interface TradeRecord extends OfOrder, TradeFigures {
  readonly exchangeOrderId: string;
}

export interface OpenOrderRecord extends OfOrder {
  readonly exchangeOrderId: string | null;
  readonly status: OpenStatus;
  readonly filledQuantity: string;
  readonly createdAt: string;
}

/** An order that ended without a fill. */
export interface FailedOrderRecord extends OfOrder {
  readonly exchangeOrderId: string | null;
}

/** What the database says at one moment. */
export interface Snapshot {
  /** The database's clock at that moment, ISO 8601. */
  readonly takenAt: string;
  readonly strategies: ReadonlyMap<number, { readonly name: string; readonly accountId: number }>;
  readonly executions: readonly ExecutionRecord[];
  readonly positions: readonly PositionRecord[];
  readonly trades: readonly TradeRecord[];
  readonly openOrders: readonly OpenOrderRecord[];
  readonly failedOrders: readonly FailedOrderRecord[];
  /** Requests that were placed and of which no row tells any more, deleted failed orders left out. */
  readonly lostOrders: readonly OfOrder[];
}

/** Names an order within a snapshot. */
export function orderKey(order: Pick<OfOrder, 'accountId' | 'clientOrderId'>): string {
  return `${order.accountId} ${order.clientOrderId}`;
}

/** Returns lists by key, in the order of their first element. */
export function groupBy<T>(
  items: readonly T[],
  keyOf: (item: T) => string | undefined,
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
