import { OrderStatus, type MarketType } from '../../domain/order.js';
import type { ErrorSource } from '../kit/ccxt-call.js';
import { integerIn, textIn } from '../kit/error-fields.js';

/**
 * Binance's order states in our words.
 * Source: developers.binance.com, "Enums" (spot) and "Event: Order Update" (USDⓈ-M futures).
 */
const statuses: Readonly<Record<string, OrderStatus>> = {
  NEW: OrderStatus.NEW,
  PENDING_NEW: OrderStatus.NEW,
  PARTIALLY_FILLED: OrderStatus.PARTIALLY_FILLED,
  // Documented as unused: the order is still on the book while a cancel is pending.
  PENDING_CANCEL: OrderStatus.NEW,
  FILLED: OrderStatus.FILLED,
  CANCELED: OrderStatus.CANCELLED,
  REJECTED: OrderStatus.REJECTED,
  EXPIRED: OrderStatus.EXPIRED,
  // Self-trade prevention.
  EXPIRED_IN_MATCH: OrderStatus.EXPIRED,
  // Liquidation by the insurance fund and auto-deleveraging: open until the quantity is filled.
  NEW_INSURANCE: OrderStatus.NEW,
  NEW_ADL: OrderStatus.NEW,
};

/** Returns `undefined` for a state that Binance has not documented. */
export function orderStatus(wire: string): OrderStatus | undefined {
  return Object.hasOwn(statuses, wire) ? statuses[wire] : undefined;
}

/** "Timestamp for this request is outside of the recvWindow": it was not carried out. */
export const TIMESTAMP_REFUSED = -1021;

/** Returns whether a code means that parameters may not be sent together. */
export function isCombinationRefused(code: string | undefined): boolean {
  return code === '-1128' || code === '-1106';
}

/** -1121 says "Invalid symbol.": with its market, the order is gone. */
const NOT_FOUND: readonly string[] = ['-2013', '-2026', '-1121'];

/**
 * Returns whether an answer to a read or a cancel means "no such order". The matching engine has
 * one code (-2011) for all cancels that it refuses, also for those with other reasons, such as
 * "This action is disabled on this account": only its words tell. Source: developers.binance.com,
 * "Error Codes", messages for -1010, -2010, -2011.
 */
export function isOrderNotFound(code: string | undefined, words = ''): boolean {
  if (code === '-2011') return /unknown order/i.test(words);
  return code !== undefined && NOT_FOUND.includes(code);
}

/** Returns the error source of a market: whose codes its errors carry, and how to read them. */
export function errorSource(marketType: MarketType): ErrorSource {
  return { exchange: marketType === 'SPOT' ? 'binance' : 'binanceusdm', readError };
}

/**
 * Reads `{"code":-2013,"msg":"…"}` from the raw text: ccxt's error classes depend on the host name
 * and lose the code.
 */
function readError(body: string): { code?: string; words?: string } {
  const code = integerIn(body, 'code');
  const words = textIn(body, 'msg');
  return { ...(code === undefined ? {} : { code }), ...(words === undefined ? {} : { words }) };
}
