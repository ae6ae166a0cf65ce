import type { MarketType, OpenStatus, OrderKey, Side } from '../domain/order.js';
import type { PositionExecution } from '../domain/position.js';
import type { MarketSymbol } from '../domain/symbol.js';
import type { TradeExecution, TradeFigures } from '../domain/trade.js';

interface OfOrder extends OrderKey {
  readonly symbol: MarketSymbol;
  readonly side: Side;
}

/** A recorded fill, with everything that positions and trades are computed from. */
export interface ExecutionRecord extends OfOrder, PositionExecution, TradeExecution {
  /** Null for an adopted order. */
  readonly strategyId: number | null;
  readonly marketType: MarketType;
  readonly side: Side;
  readonly exchangeOrderId: string;
  readonly isInferred: boolean;
}

/** The record of a strategy's position in a market. */
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

/** The record of an ended order that traded. */
export interface TradeRecord extends OfOrder, TradeFigures {
  readonly exchangeOrderId: string;
}

/** The record of an order that may still change. */
export interface OpenOrderRecord extends OfOrder {
  readonly exchangeOrderId: string | null;
  readonly status: OpenStatus;
  readonly filledQuantity: string;
  readonly createdAt: string;
}

/** The record of an order that ended without a fill. */
export interface FailedOrderRecord extends OfOrder {
  readonly exchangeOrderId: string | null;
}

/** The contents of the database at one moment. */
export interface Snapshot {
  /** The database's clock at that moment, ISO 8601. */
  readonly takenAt: string;
  readonly strategies: ReadonlyMap<number, { readonly name: string; readonly accountId: number }>;
  readonly executions: readonly ExecutionRecord[];
  readonly positions: readonly PositionRecord[];
  readonly trades: readonly TradeRecord[];
  readonly openOrders: readonly OpenOrderRecord[];
  readonly failedOrders: readonly FailedOrderRecord[];
  /** Requests that were placed but left no record. Deleted failed orders are not among them. */
  readonly lostOrders: readonly OfOrder[];
}
