import {
  absolute,
  add,
  compare,
  divide,
  isZero,
  minimum,
  multiply,
  negate,
  signOf,
  subtract,
  type DecimalString,
} from './decimal.js';
import { addFee, compareExecutions, type Fill } from './fill.js';
import type { MarketType, Side } from './order.js';
import { baseAsset, type MarketSymbol } from './symbol.js';

/** A strategy's holding in one market: the fold of its executions. */
export interface Position {
  /** Signed: positive is long. */
  readonly quantity: DecimalString;
  /** Average price of the increases; `null` when flat. */
  readonly entryPrice: DecimalString | null;
  /** Price PnL in the quote asset, without fees. */
  readonly realizedPnl: DecimalString;
  /** What was paid, per asset. */
  readonly fees: Readonly<Record<string, DecimalString>>;
}

export interface PositionExecution extends Pick<
  Fill,
  'price' | 'quantity' | 'fee' | 'feeAsset' | 'executedAt' | 'exchangeTradeId'
> {
  readonly side: Side;
}

export interface PositionMarket {
  readonly symbol: MarketSymbol;
  readonly marketType: MarketType;
}

export const FLAT: Position = Object.freeze({
  quantity: '0',
  entryPrice: null,
  realizedPnl: '0',
  fees: Object.freeze({}),
});

/** Folds executions, in whatever order they are given, into the position they make. */
export function foldPosition(
  market: PositionMarket,
  executions: readonly PositionExecution[],
): Position {
  return [...executions]
    .sort((left, right) => compareExecutions(left, right) || compareSides(left, right))
    .reduce((position, execution) => applyExecution(market, position, execution), FLAT);
}

/** Both sides of a self-trade have the same time and trade id: the buy comes first. */
function compareSides(left: PositionExecution, right: PositionExecution): number {
  return left.side === right.side ? 0 : left.side === 'BUY' ? -1 : 1;
}

/**
 * Applies one execution: an increase moves the entry price, a reduction realises PnL on
 * min(|execution|, |position|), a flip closes first and opens the rest at the execution's price.
 * A fee in the base asset of a spot market leaves the holding too.
 */
export function applyExecution(
  market: PositionMarket,
  position: Position,
  execution: PositionExecution,
): Position {
  const traded = trade(position, execution);
  const quantity =
    market.marketType === 'SPOT' && execution.feeAsset === baseAsset(market.symbol)
      ? subtract(traded.quantity, execution.fee)
      : traded.quantity;
  return {
    quantity,
    entryPrice: entryAfterFee(traded, quantity, execution.price),
    realizedPnl: traded.realizedPnl,
    fees: addFee(position.fees, execution.feeAsset, execution.fee),
  };
}

function trade(position: Position, execution: PositionExecution): Position {
  const signed = execution.side === 'BUY' ? execution.quantity : negate(execution.quantity);
  const direction = signOf(position.quantity);
  if (direction === 0 || direction === signOf(signed)) {
    return { ...position, ...increase(position, signed, execution.price) };
  }
  const entryPrice = position.entryPrice ?? execution.price;
  const closed = minimum(execution.quantity, absolute(position.quantity));
  const gain = multiply(subtract(execution.price, entryPrice), closed);
  const quantity = add(position.quantity, signed);
  const flipped = signOf(quantity) === signOf(signed) && !isZero(quantity);
  return {
    ...position,
    quantity,
    entryPrice: isZero(quantity) ? null : flipped ? execution.price : entryPrice,
    realizedPnl: add(position.realizedPnl, direction > 0 ? gain : negate(gain)),
  };
}

function increase(
  position: Position,
  signed: DecimalString,
  price: DecimalString,
): Pick<Position, 'quantity' | 'entryPrice'> {
  const quantity = add(position.quantity, signed);
  if (isZero(quantity)) return { quantity, entryPrice: null };
  if (position.entryPrice === null || isZero(position.quantity)) {
    return { quantity, entryPrice: price };
  }
  const cost = add(
    multiply(absolute(position.quantity), position.entryPrice),
    multiply(absolute(signed), price),
  );
  return { quantity, entryPrice: divide(cost, absolute(quantity)) };
}

/** A base-asset fee can bring a holding to zero or, on a sale of everything, just below it. */
function entryAfterFee(
  traded: Position,
  quantity: DecimalString,
  price: DecimalString,
): DecimalString | null {
  if (compare(quantity, '0') === 0) return null;
  return signOf(quantity) === signOf(traded.quantity) ? traded.entryPrice : price;
}
