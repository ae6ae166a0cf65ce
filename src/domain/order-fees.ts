import {
  add,
  compare,
  divide,
  equals,
  multiply,
  subtract,
  sum,
  type DecimalString,
} from './decimal.js';
import { totalQuantity, type Fill } from './fill.js';

/** Shares are rounded to this many decimals. The last fill takes what that leaves over. */
const SPREAD_DECIMALS = 20;

/**
 * Settles the fees of fills whose exchange reports only what their order has paid in total. Each
 * fill costs what the order has paid since the fills before it. Fills that were reported together
 * share that amount in proportion to their value, and the last of them takes the remainder. So the
 * fees of an order add up to what it paid, whatever was recorded before and however the exchange
 * rounds.
 *
 * If a total does not belong to exactly these fills, each keeps the share that it came with.
 */
export function settleOrderFees(known: readonly Fill[], fresh: readonly Fill[]): Fill[] {
  const named = fresh.filter((fill) => !isShare(fill));
  const shares = fresh
    .filter(isShare)
    .sort((one, other) => compare(filledAt(one), filledAt(other)));
  let filled = totalQuantity([...known, ...named]);
  let paid = feesOf([...known, ...named]);
  let together: Fill[] = [];
  const settled = new Map<string, DecimalString>();
  for (const fill of shares) {
    together.push(fill);
    filled = add(filled, fill.quantity);
    if (!fill.orderFee || !equals(filled, fill.orderFee.atQuantity)) continue;
    const fees = spread(subtract(fill.orderFee.paid, paid), together);
    together.forEach((each, index) => settled.set(each.exchangeTradeId, fees[index] ?? each.fee));
    paid = fill.orderFee.paid;
    together = [];
  }
  return fresh.map((fill) => ({ ...fill, fee: settled.get(fill.exchangeTradeId) ?? fill.fee }));
}

/** Returns what fills have cost together. All fees must be in one asset. */
export function feesOf(fills: readonly Pick<Fill, 'fee'>[]): DecimalString {
  return sum(fills.map(({ fee }) => fee));
}

function isShare({ orderFee }: Fill): boolean {
  return orderFee?.isShared ?? false;
}

function filledAt({ orderFee }: Fill): DecimalString {
  return orderFee?.atQuantity ?? '0';
}

function spread(amount: DecimalString, fills: readonly Fill[]): DecimalString[] {
  const funds = fills.map((fill) => multiply(fill.price, fill.quantity));
  const all = sum(funds);
  const shares = funds
    .slice(0, -1)
    .map((each) => divide(multiply(amount, each), all, SPREAD_DECIMALS));
  return [...shares, subtract(amount, sum(shares))];
}
