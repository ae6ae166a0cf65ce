import { OrderStatus } from '../../domain/order.js';
import type { ClassifyAnswer } from '../ccxt-call.js';

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

/** Codes that leave open whether the order was executed. */
const unknown = new Set(['-1000', '-1001', '-1006', '-1007']);
/** The order was not taken, and the same order may be sent again. */
const notSent = new Set(['-1003', '-1008', '-1015', '-1021']);
const duplicate = new Set(['-4116']);

/**
 * Decides what an error answer to an order proves. ccxt's classes cannot: their mapping depends on
 * the host name. Source: developers.binance.com, "Error Codes" (spot and USDⓈ-M futures).
 */
export const classifyAnswer: ClassifyAnswer = ({ status, code, message }) => {
  if (status === 429 || status === 418) return 'not_sent';
  if (code !== undefined && duplicate.has(code)) return 'duplicate';
  if (code === '-2010' && /duplicate/i.test(message)) return 'duplicate';
  if (code !== undefined && notSent.has(code)) return 'not_sent';
  if (code !== undefined && unknown.has(code)) return 'unknown';
  if (status === 503) {
    // USDⓈ-M names three kinds of 503; only "Unknown error" leaves the execution open.
    return /^(Service Unavailable\.|Internal error; unable to process)/.test(message)
      ? 'not_sent'
      : 'unknown';
  }
  if (status >= 500 || status === 408) return 'unknown';
  return code === undefined ? 'unknown' : 'refused';
};

/** Codes that say "no such order" on reads and cancels. */
export function isOrderNotFound(code: string | undefined): boolean {
  return code === '-2011' || code === '-2013' || code === '-2026';
}
