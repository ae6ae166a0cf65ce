import { compare, isMultipleOf, isZero, multiply, type DecimalString } from './decimal.js';
import { DenialCode, type Denial } from './denial.js';
import type { OrderTerms, OrderType } from './order.js';
import type { MarketSymbol } from './symbol.js';

/** Grid and bounds of a quantity or price; `null` where the exchange sets none. */
export interface Bounds {
  readonly step: DecimalString;
  readonly minimum: DecimalString | null;
  readonly maximum: DecimalString | null;
}

export interface PriceStep {
  readonly from: DecimalString;
  readonly step: DecimalString;
}

/** What an exchange demands of orders in one market. */
export interface MarketRules {
  readonly symbol: MarketSymbol;
  readonly isTrading: boolean;
  readonly orderTypes: readonly OrderType[];
  readonly price: Bounds;
  /**
   * Set where the step depends on the price: each step applies from its price on (ascending).
   * `price.step` is then 0.
   */
  readonly priceSteps?: readonly PriceStep[];
  readonly quantity: Bounds;
  /** Stricter bounds for MARKET orders, where the exchange has them. */
  readonly marketQuantity: Bounds | null;
  readonly minimumNotional: DecimalString | null;
}

/** The terms of an order that a market's rules are about. */
export type CheckedTerms = Pick<OrderTerms, 'orderType' | 'quantity' | 'price' | 'reduceOnly'>;

/**
 * Checks a request against a market's rules. It rounds nothing and denies everything that does not
 * fit. Returns `null` when the order may be sent to the exchange.
 */
export function checkRules(rules: MarketRules, request: CheckedTerms): Denial | null {
  if (!rules.isTrading) {
    return {
      code: DenialCode.SYMBOL_NOT_TRADING,
      field: 'symbol',
      expected: 'a market that trades now',
      received: `${rules.symbol}, which is listed but not trading`,
    };
  }
  if (!rules.orderTypes.includes(request.orderType)) {
    const allowed = rules.orderTypes.join(', ') || 'nothing we support';
    return {
      code: DenialCode.ORDER_TYPE_NOT_SUPPORTED,
      field: 'type',
      expected: `what ${rules.symbol} takes (${allowed})`,
      received: request.orderType,
    };
  }
  const quantityDenial =
    checkBounds('QUANTITY', rules.quantity, request.quantity) ??
    (request.orderType === 'MARKET' && rules.marketQuantity
      ? checkBounds('QUANTITY', rules.marketQuantity, request.quantity)
      : null);
  if (quantityDenial) return quantityDenial;
  if (request.orderType === 'MARKET' || request.price === null) return null;
  const bounds = { ...rules.price, step: priceStep(rules, request.price) };
  return checkBounds('PRICE', bounds, request.price) ?? checkNotional(rules, request);
}

/** Returns the step that applies at a price. */
export function priceStep(rules: MarketRules, price: DecimalString): DecimalString {
  const reached = rules.priceSteps?.filter(({ from }) => compare(price, from) >= 0);
  return reached?.at(-1)?.step ?? rules.price.step;
}

function checkBounds(
  what: 'QUANTITY' | 'PRICE',
  bounds: Bounds,
  value: DecimalString,
): Denial | null {
  const fault = { field: what.toLowerCase(), received: value };
  const { minimum, maximum, step } = bounds;
  if (minimum !== null && compare(value, minimum) < 0) {
    return { ...fault, code: `${what}_BELOW_MINIMUM`, expected: `at least ${minimum}` };
  }
  if (maximum !== null && !isZero(maximum) && compare(value, maximum) > 0) {
    return { ...fault, code: `${what}_ABOVE_MAXIMUM`, expected: `at most ${maximum}` };
  }
  if (!isMultipleOf(value, step)) {
    return { ...fault, code: `${what}_OFF_STEP`, expected: `a multiple of ${step}` };
  }
  return null;
}

function checkNotional(rules: MarketRules, request: CheckedTerms): Denial | null {
  if (rules.minimumNotional === null || request.price === null || request.reduceOnly) return null;
  const notional = multiply(request.quantity, request.price);
  if (compare(notional, rules.minimumNotional) >= 0) return null;
  return {
    code: DenialCode.NOTIONAL_BELOW_MINIMUM,
    field: 'quantity',
    subject: 'quantity times price',
    expected: `at least ${rules.minimumNotional}`,
    received: notional,
  };
}
