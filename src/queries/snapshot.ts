import type { MarketType, OpenStatus, OrderKey, Side } from '../domain/order.js';
import type { PositionExecution } from '../domain/position.js';
import type { MarketSymbol } from '../domain/symbol.js';
import type { TradeExecution, TradeFigures } from '../domain/trade.js';

interface OfOrder extends OrderKey {
  readonly symbol: MarketSymbol;
  readonly side: Side;
}

/** A recorded fill, with what a position and a trade are folded from. */
export interface ExecutionRecord extends OfOrder, PositionExecution, TradeExecution {
  /** Null for an adopted order. */
  readonly strategyId: number | null;
  readonly marketType: MarketType;
  readonly side: Side;
  readonly exchangeOrderId: string;
  readonly isInferred: boolean;
}

/** What a strategy's position in a market is recorded as. */
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

/** What is recorded of an ended order that traded. */
export interface TradeRecord extends OfOrder, TradeFigures {
  readonly exchangeOrderId: string;
}

/** What is recorded of an order that may still change. */
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
  /** Requests that were placed, and of which nothing is recorded; not deleted failed orders. */
  readonly lostOrders: readonly OfOrder[];
}
