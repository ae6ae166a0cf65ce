import { averagePrice } from '../domain/fill.js';
import { divide, equals, isZero } from '../domain/decimal.js';
import type { MarketType } from '../domain/order.js';
import { foldPosition, type PositionExecution } from '../domain/position.js';
import { readSymbol, type SymbolStyle } from '../domain/symbol.js';
import { tradeFigures } from '../domain/trade.js';
import type { ComparedFacts, ComparedKind, KeyedFacts } from './compared-rows.js';
import { ADOPTED, feesFact, factsOfPosition, isEstimate, limitPrice } from './shared-facts.js';
import type { VenueFill, VenueLedger, VenueOrder } from './venue-control.js';

/** What is needed to read an exchange's ledger but not contained in it. */
export interface LedgerReading {
  readonly marketType: MarketType;
  readonly style: SymbolStyle;
  /** A market buy spends an amount: the quantity that was asked for is an estimate. */
  readonly buysByCost: boolean;
  /** Strategies by the client order ids of their orders. Any other order is adopted. */
  readonly strategyOf: ReadonlyMap<string, string>;
}

/** Returns the facts about an account in the exchange's ledger, in the form that is compared. */
export function ledgerSide(
  { orders, fills }: VenueLedger,
  reading: LedgerReading,
): Readonly<Record<ComparedKind, KeyedFacts>> {
  const ended = orders.filter((order) => !isOpen(order));
  const isFilled = ({ filledQuantity }: VenueOrder): boolean => !isZero(filledQuantity);
  return {
    execution: fills.map((fill) => [keyOfFill(fill, reading.style), factsOfFill(fill, reading)]),
    trade: ended
      .filter(isFilled)
      .map((order) => [order.clientOrderId, factsOfTraded(order, fills, reading)]),
    'open order': orders
      .filter(isOpen)
      .map((order) => [order.clientOrderId, factsOfResting(order, reading)]),
    'failed order': ended
      .filter((order) => !isFilled(order))
      .map((order) => [order.clientOrderId, factsOfUnfilled(order, reading)]),
    position: foldFills(fills, reading),
  };
}

/** Returns a fill's key: its market and its number there, which several orders may share. */
export function keyOfFill(fill: VenueFill, style: SymbolStyle): string {
  return `${symbolOf(fill.symbol, style)} #${fill.exchangeTradeId}`;
}

function factsOfFill(fill: VenueFill, { strategyOf }: LedgerReading): ComparedFacts {
  return {
    order: fill.exchangeOrderId,
    clientOrder: fill.clientOrderId,
    side: fill.side,
    quantity: fill.quantity,
    price: fill.price,
    fee: fill.commission,
    feeAsset: fill.commissionAsset,
    isMaker: String(fill.isMaker),
    realizedPnl: fill.realizedPnl,
    executedAt: new Date(fill.at).toISOString(),
    owner: strategyOf.get(fill.clientOrderId) ?? ADOPTED,
  };
}

export function factsOfTraded(
  order: VenueOrder,
  fills: readonly VenueFill[],
  reading: LedgerReading,
): ComparedFacts {
  const own = fills.filter(({ exchangeOrderId }) => exchangeOrderId === order.exchangeOrderId);
  const { fee, feeAsset, fees, realizedPnl } = tradeFigures(own.map(toExecution));
  return {
    ...factsOfOrder(order, reading),
    asked: askedQuantity(order, reading),
    quantity: order.filledQuantity,
    averagePrice: averagePrice(own),
    // The order's own total, which must agree with its fills.
    averageOfTotal: divide(order.cumulativeQuote, order.filledQuantity),
    totalFee: fee,
    totalFeeAsset: feeAsset,
    fees: feesFact(fees),
    realizedPnl,
    status: endOf(order),
  };
}

function factsOfResting(order: VenueOrder, reading: LedgerReading): ComparedFacts {
  return {
    ...factsOfOrder(order, reading),
    quantity: askedQuantity(order, reading),
    filled: order.filledQuantity,
    status: order.status,
  };
}

function factsOfUnfilled(order: VenueOrder, reading: LedgerReading): ComparedFacts {
  return {
    ...factsOfOrder(order, reading),
    asked: askedQuantity(order, reading),
    status: order.status,
  };
}

function factsOfOrder(order: VenueOrder, { style, strategyOf }: LedgerReading): ComparedFacts {
  return {
    order: order.exchangeOrderId,
    symbol: symbolOf(order.symbol, style),
    side: order.side,
    owner: strategyOf.get(order.clientOrderId) ?? ADOPTED,
    limit: limitPrice(order.type, order.price),
  };
}

function askedQuantity(order: VenueOrder, { buysByCost }: LedgerReading): string | null {
  return buysByCost && isEstimate(order.side, order.type) ? null : order.quantity;
}

/**
 * Returns how an order ended, in our terms. An order that spends an amount may end as cancelled on
 * the exchange because the rest buys nothing more. Nothing is left to fill, so it counts as filled.
 */
function endOf({ status, quantity, filledQuantity }: VenueOrder): VenueOrder['status'] {
  return status === 'CANCELLED' && equals(quantity, filledQuantity) ? 'FILLED' : status;
}

/** Folds the fills of each strategy and market from scratch. Adopted orders affect no position. */
function foldFills(fills: readonly VenueFill[], reading: LedgerReading): [string, ComparedFacts][] {
  const { marketType, style, strategyOf } = reading;
  const groups = new Map<string, { symbol: string; executions: PositionExecution[] }>();
  for (const fill of fills) {
    const strategy = strategyOf.get(fill.clientOrderId);
    if (strategy === undefined) continue;
    const symbol = symbolOf(fill.symbol, style);
    const key = `${strategy} ${symbol}`;
    const group = groups.get(key) ?? { symbol, executions: [] };
    group.executions.push(toExecution(fill));
    groups.set(key, group);
  }
  return [...groups].map(([key, { symbol, executions }]) => [
    key,
    factsOfPosition(foldPosition({ symbol, marketType }, executions)),
  ]);
}

function toExecution(fill: VenueFill): PositionExecution {
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

function isOpen({ status }: VenueOrder): boolean {
  return status === 'NEW' || status === 'PARTIALLY_FILLED';
}

function symbolOf(id: string, style: SymbolStyle): string {
  return readSymbol(id, style) ?? id;
}
