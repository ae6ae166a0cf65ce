import {
  absolute,
  add,
  divide,
  isZero,
  minimum,
  multiply,
  negate,
  normalise,
  signOf,
  subtract,
  type DecimalString,
} from './decimal.js';
import { addFees, allFeesOf, compareExecutions, type Fill } from './fill.js';
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
  /** The sum of the exchange's own realised PnL (futures); `null` if it reports none. */
  readonly exchangeRealizedPnl: DecimalString | null;
  /** What was paid, per asset. */
  readonly fees: Readonly<Record<string, DecimalString>>;
}

export interface PositionExecution extends Pick<
  Fill,
  | 'price'
  | 'quantity'
  | 'fee'
  | 'feeAsset'
  | 'otherFees'
  | 'realizedPnl'
  | 'executedAt'
  | 'exchangeTradeId'
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
  exchangeRealizedPnl: null,
  fees: Object.freeze({}),
});

/** Folds executions, given in any order, into a position. */
export function foldPosition(
  market: PositionMarket,
  executions: readonly PositionExecution[],
): Position {
  return [...executions]
    .sort(compareForFold)
    .reduce((position, execution) => applyExecution(market, position, execution), FLAT);
}

/**
 * Compares executions by the order in which they are folded: by time, then by trade id. The two
 * sides of a self-trade share both; the buy comes first.
 */
export function compareForFold(left: PositionExecution, right: PositionExecution): number {
  const order = compareExecutions(left, right);
  if (order !== 0 || left.side === right.side) return order;
  return left.side === 'BUY' ? -1 : 1;
}

/**
 * Applies one execution. An increase moves the entry price. A reduction realises PnL on
 * min(|execution|, |position|). A flip closes first, and opens the rest at the execution's price.
 *
 * A fee in the base asset of a spot market also reduces the holding. A purchase counts as the
 * quantity received, so several fills at one fee rate have the plain average of their prices as
 * entry price.
 */
export function applyExecution(
  market: PositionMarket,
  position: Position,
  execution: PositionExecution,
): Position {
  const signed = execution.side === 'BUY' ? execution.quantity : negate(execution.quantity);
  const costs = allFeesOf(execution);
  const isFromHolding = market.marketType === 'SPOT';
  const paidInBase = (isFromHolding && costs[baseAsset(market.symbol)]) || '0';
  const quantity = add(position.quantity, signed, negate(paidInBase));
  const direction = signOf(position.quantity);
  const isIncrease = direction === 0 || direction === signOf(signed);
  return {
    quantity,
    entryPrice: isIncrease
      ? entryAfterIncrease(position, quantity, execution.price)
      : entryAfterReduction(position, quantity, execution.price),
    realizedPnl: isIncrease
      ? position.realizedPnl
      : add(position.realizedPnl, gainOf(position, execution)),
    exchangeRealizedPnl:
      execution.realizedPnl === null
        ? position.exchangeRealizedPnl
        : add(position.exchangeRealizedPnl ?? '0', execution.realizedPnl),
    fees: addFees(position.fees, costs),
  };
}

function entryAfterIncrease(
  position: Position,
  quantity: DecimalString,
  price: DecimalString,
): DecimalString | null {
  if (isZero(quantity)) return null;
  // Sources write one price in several ways. The position must not depend on that.
  if (position.entryPrice === null || isZero(position.quantity)) return normalise(price);
  const held = absolute(position.quantity);
  const gained = subtract(absolute(quantity), held);
  // A fee larger than the execution itself leaves nothing to average in.
  if (signOf(gained) <= 0) return position.entryPrice;
  const cost = add(multiply(held, position.entryPrice), multiply(gained, price));
  return divide(cost, absolute(quantity));
}

/** A reduction keeps the entry price. Beyond zero, the rest is opened at the execution's price. */
function entryAfterReduction(
  position: Position,
  quantity: DecimalString,
  price: DecimalString,
): DecimalString | null {
  if (isZero(quantity)) return null;
  return signOf(quantity) === signOf(position.quantity) ? position.entryPrice : normalise(price);
}

function gainOf(position: Position, execution: PositionExecution): DecimalString {
  const entryPrice = position.entryPrice ?? execution.price;
  const closed = minimum(execution.quantity, absolute(position.quantity));
  const gain = multiply(subtract(execution.price, entryPrice), closed);
  return signOf(position.quantity) > 0 ? gain : negate(gain);
}
