import type { openOrders, tradeExecutions, trades } from '../../drizzle/schema.js';
import { divide, equals, normalise } from '../domain/decimal.js';
import { addFee } from '../domain/fill.js';
import type { Position, PositionExecution } from '../domain/position.js';
import { readSymbol, type SymbolStyle } from '../domain/symbol.js';
import type { Facts } from './compared-rows.js';
import type { VenueFill, VenueOrder } from './venue-control.js';

/*
 * What the exchange's ledger and the database say of the same things, in the same words.
 */

export function toExecution(fill: VenueFill): PositionExecution {
  return {
    side: fill.side,
    price: fill.price,
    quantity: fill.quantity,
    fee: fill.commission,
    feeAsset: fill.commissionAsset,
    realizedPnl: fill.realizedPnl,
    exchangeTradeId: fill.exchangeTradeId,
    executedAt: new Date(fill.at).toISOString(),
  };
}

export function keyOfFill(fill: VenueFill, style: SymbolStyle): string {
  return `${symbolOf(fill.symbol, style)} #${fill.exchangeTradeId}`;
}

export function factsOfFill(fill: VenueFill): Facts {
  return {
    order: fill.exchangeOrderId,
    side: fill.side,
    quantity: fill.quantity,
    price: fill.price,
    fee: fill.commission,
    feeAsset: fill.commissionAsset,
    isMaker: String(fill.isMaker),
    realizedPnl: fill.realizedPnl,
    executedAt: new Date(fill.at).toISOString(),
  };
}

export function factsOfExecution(row: typeof tradeExecutions.$inferSelect): Facts {
  return {
    order: row.exchangeOrderId,
    side: row.side,
    quantity: row.executionQuantity,
    price: row.executionPrice,
    fee: row.fee,
    feeAsset: row.feeAsset,
    isMaker: row.isMaker === null ? null : String(row.isMaker),
    realizedPnl: row.realizedPnl,
    executedAt: row.executedAt,
  };
}

export function factsOfTraded(order: VenueOrder, fills: readonly VenueFill[]): Facts {
  const fees = fills
    .filter(({ exchangeOrderId }) => exchangeOrderId === order.exchangeOrderId)
    .reduce<Record<string, string>>(
      (sum, { commissionAsset, commission }) => addFee(sum, commissionAsset, commission),
      {},
    );
  return {
    order: order.exchangeOrderId,
    side: order.side,
    quantity: order.filledQuantity,
    averagePrice: divide(order.cumulativeQuote, order.filledQuantity),
    fees: describeFees(fees),
    status: endOf(order),
  };
}

/**
 * How an order ended, in our words. One that spends an amount may end as cancelled on the exchange because the
 * change buys nothing more: nothing of it is left, so it has done what it was to do.
 */
function endOf({ status, quantity, filledQuantity }: VenueOrder): VenueOrder['status'] {
  return status === 'CANCELLED' && equals(quantity, filledQuantity) ? 'FILLED' : status;
}

export function factsOfTrade(row: typeof trades.$inferSelect): Facts {
  return {
    order: row.exchangeOrderId,
    side: row.side,
    quantity: row.quantity,
    averagePrice: row.averagePrice,
    fees: describeFees(row.fees),
    status: row.status,
  };
}

export function factsOfOrder(order: VenueOrder): Facts {
  return {
    order: order.exchangeOrderId,
    side: order.side,
    quantity: order.quantity,
    filled: order.filledQuantity,
    status: order.status,
  };
}

export function factsOfOpenRow(row: typeof openOrders.$inferSelect): Facts {
  return {
    order: row.exchangeOrderId,
    side: row.side,
    quantity: row.quantity,
    filled: row.filledQuantity,
    status: row.status,
  };
}

export function factsOfPosition(position: Position): Facts {
  return {
    quantity: position.quantity,
    entryPrice: position.entryPrice,
    realizedPnl: position.realizedPnl,
    fees: describeFees(position.fees),
  };
}

/** One text for a set of fees, whatever the order of its assets. */
function describeFees(fees: Readonly<Record<string, string>>): string {
  return Object.keys(fees)
    .sort()
    .map((asset) => `${normalise(fees[asset] ?? '0')} ${asset}`)
    .join(' + ');
}

export function isOpen(order: VenueOrder): boolean {
  return order.status === 'NEW' || order.status === 'PARTIALLY_FILLED';
}

export function symbolOf(id: string, style: SymbolStyle): string {
  return readSymbol(id, style) ?? id;
}
