import {
  add,
  divide,
  isZero,
  maximum,
  multiply,
  subtract,
  sum,
  type DecimalString,
} from './decimal.js';

/** What an order has paid in total, where an exchange does not report the fee of every fill. */
export interface OrderFee {
  readonly paid: DecimalString;
  /** How much of the order was filled when it had paid that. */
  readonly atQuantity: DecimalString;
  /** The fill's own fee is not reported: `fee` is its share of what was paid. */
  readonly isShared: boolean;
}

/** One execution of an order, as the exchange reports it. Immutable. */
export interface Fill {
  /**
   * Unique within its order. Exchanges repeat trade ids across symbols and on both sides of a
   * self-trade.
   */
  readonly exchangeTradeId: string;
  /** The trade id under which another source of the exchange names the same fill. */
  readonly aliasTradeId?: string | null;
  /**
   * Set where nobody has verified that the exchange's stream and reads name a fill by the same id.
   * A fill that equals a recorded one under another id may then be that one.
   */
  readonly hasUnverifiedId?: boolean;
  readonly price: DecimalString;
  readonly quantity: DecimalString;
  readonly isMaker: boolean | null;
  /** What the exchange charged; negative for a rebate. */
  readonly fee: DecimalString;
  readonly feeAsset: string | null;
  /** What it cost in further assets, by asset: a tax in another coin than the fee. */
  readonly otherFees?: Readonly<Record<string, DecimalString>>;
  /** Set where some sources report no fee per fill: a differing fee is then no conflict. */
  readonly orderFee?: OrderFee;
  /** The exchange's own realised PnL of this fill (futures), without fees. */
  readonly realizedPnl: DecimalString | null;
  /** ISO 8601 in UTC, milliseconds. */
  readonly executedAt: string;
  /** Inferred from the order's totals, since the exchange would not name the real fills. */
  readonly isInferred?: boolean;
}

/** An execution's place in the sequence of its market's executions. */
export type ExecutionMark = Pick<Fill, 'executedAt' | 'exchangeTradeId'>;

/** Returns the distinct fills: of two with the same trade id, the first. */
export function distinctFills(fills: readonly Fill[]): Fill[] {
  const byTradeId = new Map<string, Fill>();
  for (const fill of fills) {
    if (!byTradeId.has(fill.exchangeTradeId)) byTradeId.set(fill.exchangeTradeId, fill);
  }
  return [...byTradeId.values()];
}

export function totalQuantity(fills: readonly Pick<Fill, 'quantity'>[]): DecimalString {
  return sum(fills.map((fill) => fill.quantity));
}

/** Returns how much more is filled now. Real fills that replace an inferred one add nothing. */
export function addedQuantity(before: readonly Fill[], after: readonly Fill[]): DecimalString {
  return maximum('0', subtract(totalQuantity(after), totalQuantity(before)));
}

/** Returns the quantity-weighted price, or `null` without fills. */
export function averagePrice(
  fills: readonly Pick<Fill, 'quantity' | 'price'>[],
): DecimalString | null {
  const quantity = totalQuantity(fills);
  if (isZero(quantity)) return null;
  return divide(sum(fills.map((fill) => multiply(fill.price, fill.quantity))), quantity);
}

/** Returns per-asset sums with an amount added. A fee without an asset does not count. */
export function addFee(
  fees: Readonly<Record<string, DecimalString>>,
  asset: string | null,
  amount: DecimalString,
): Record<string, DecimalString> {
  if (asset === null || isZero(amount)) return { ...fees };
  return { ...fees, [asset]: add(fees[asset] ?? '0', amount) };
}

/** Returns all that a fill cost, per asset. */
export function allFeesOf({
  fee,
  feeAsset,
  otherFees = {},
}: Pick<Fill, 'fee' | 'feeAsset' | 'otherFees'>): Readonly<Record<string, DecimalString>> {
  return addFees(addFee({}, feeAsset, fee), otherFees);
}

/** Returns per-asset sums with other sums added. */
export function addFees(
  fees: Readonly<Record<string, DecimalString>>,
  more: Readonly<Record<string, DecimalString>>,
): Record<string, DecimalString> {
  return Object.entries(more).reduce<Record<string, DecimalString>>(
    (all, [asset, amount]) => addFee(all, asset, amount),
    { ...fees },
  );
}

/**
 * Compares executions by the order in which a position folds them: by time, then by trade id
 * (numeric ids as numbers).
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
