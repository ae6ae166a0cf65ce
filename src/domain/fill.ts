import { add, divide, isZero, maximum, multiply, subtract, type DecimalString } from './decimal.js';

/** What an order has paid in all, where an exchange does not name the fee of every fill. */
export interface OrderFee {
  readonly paid: DecimalString;
  /** How much of the order was filled by then. */
  readonly atQuantity: DecimalString;
  /** The fill's own fee is not named: `fee` is its share of what was paid. */
  readonly isShared: boolean;
}

/** One execution of an order, as the exchange reports it. Immutable. */
export interface Fill {
  /**
   * Unique within its order; exchanges repeat trade ids across symbols and on both sides of a
   * self-trade.
   */
  readonly exchangeTradeId: string;
  readonly price: DecimalString;
  readonly quantity: DecimalString;
  readonly isMaker: boolean | null;
  /** What the exchange charged; negative for a rebate. */
  readonly fee: DecimalString;
  readonly feeAsset: string | null;
  /** Set where some roads report no fee of a single fill: then another fee is no conflict. */
  readonly orderFee?: OrderFee;
  /** The exchange's own realised PnL of this fill (futures), without fees. */
  readonly realizedPnl: DecimalString | null;
  /** ISO 8601 in UTC, milliseconds. */
  readonly executedAt: string;
  /** Worked out from the order's totals, since the exchange would not name the real ones. */
  readonly isInferred?: boolean;
}

/** An execution's place among those of its market. */
export type ExecutionMark = Pick<Fill, 'executedAt' | 'exchangeTradeId'>;

/** Returns fills without repetition; of two with the same trade id the first stays. */
export function distinctFills(fills: readonly Fill[]): Fill[] {
  const byTradeId = new Map<string, Fill>();
  for (const fill of fills) {
    if (!byTradeId.has(fill.exchangeTradeId)) byTradeId.set(fill.exchangeTradeId, fill);
  }
  return [...byTradeId.values()];
}

export function totalQuantity(fills: readonly Pick<Fill, 'quantity'>[]): DecimalString {
  return add(...fills.map((fill) => fill.quantity));
}

/** Returns by how much more is filled now; real fills that replace an inferred one add nothing. */
export function addedQuantity(before: readonly Fill[], after: readonly Fill[]): DecimalString {
  return maximum('0', subtract(totalQuantity(after), totalQuantity(before)));
}

/** Returns the quantity-weighted price, or `null` without fills. */
export function averagePrice(
  fills: readonly Pick<Fill, 'quantity' | 'price'>[],
): DecimalString | null {
  const quantity = totalQuantity(fills);
  if (isZero(quantity)) return null;
  return divide(add(...fills.map((fill) => multiply(fill.price, fill.quantity))), quantity);
}

/** Adds an amount to a per-asset sum; a fee without an asset is not a fee. */
export function addFee(
  fees: Readonly<Record<string, DecimalString>>,
  asset: string | null,
  amount: DecimalString,
): Record<string, DecimalString> {
  if (asset === null || isZero(amount)) return { ...fees };
  return { ...fees, [asset]: add(fees[asset] ?? '0', amount) };
}

/**
 * The order in which a position folds its executions: time, then trade id (numeric ids as numbers).
 */
export function compareExecutions(left: ExecutionMark, right: ExecutionMark): number {
  if (left.executedAt !== right.executedAt) return left.executedAt < right.executedAt ? -1 : 1;
  return compareTradeIds(left.exchangeTradeId, right.exchangeTradeId);
}

function compareTradeIds(left: string, right: string): number {
  const areNumbers = /^\d+$/.test(left) && /^\d+$/.test(right);
  const [first, second] = areNumbers ? [BigInt(left), BigInt(right)] : [left, right];
  return first === second ? 0 : first < second ? -1 : 1;
}
