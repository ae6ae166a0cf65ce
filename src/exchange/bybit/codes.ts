import { OrderStatus } from '../../domain/order.js';
import type { ErrorSource } from '../kit/ccxt-call.js';
import { integerIn, textIn } from '../kit/error-fields.js';

/**
 * Bybit's order states in our words. Source: bybit-exchange.github.io, "Enums Definitions",
 * orderStatus.
 */
const statuses: Readonly<Record<string, OrderStatus>> = {
  Created: OrderStatus.NEW,
  New: OrderStatus.NEW,
  // A conditional order before its trigger, and at it.
  Untriggered: OrderStatus.NEW,
  Triggered: OrderStatus.NEW,
  PartiallyFilled: OrderStatus.PARTIALLY_FILLED,
  Filled: OrderStatus.FILLED,
  // Spot only; a contract order that ends with fills has the state Cancelled.
  PartiallyFilledCanceled: OrderStatus.CANCELLED,
  Cancelled: OrderStatus.CANCELLED,
  // A conditional order that was cancelled before its trigger.
  Deactivated: OrderStatus.CANCELLED,
  Rejected: OrderStatus.REJECTED,
};

/** Returns `undefined` for a state that Bybit has not documented. */
export function orderStatus(wire: string): OrderStatus | undefined {
  return Object.hasOwn(statuses, wire) ? statuses[wire] : undefined;
}

/** 170121 says "Invalid symbol.": with its market, the order is gone. */
const NOT_FOUND: readonly string[] = ['110001', '170213', '170121'];
/**
 * Filled, cancelled or finished in the meantime. 170143 is how spot answers the cancel of an order
 * that is not on the book.
 */
const FINISHED: readonly string[] = ['110008', '110010', '170139', '170142', '170143', '170190'];

/** Returns whether a code means "no such order" in the answer to a read. */
export function isOrderNotFound(code: string | undefined): boolean {
  return code !== undefined && NOT_FOUND.includes(code);
}

/** Returns whether a code means that there was nothing left to cancel. */
export function isNothingToCancel(code: string | undefined): boolean {
  return code !== undefined && (NOT_FOUND.includes(code) || FINISHED.includes(code));
}

/** How long Bybit bars an address that sent too many requests. Further requests prolong it. */
const ADDRESS_BAN_MS = 600_000;

/**
 * Returns whether an HTTP 403 comes from the exchange itself: `403, access too frequent`. Any other
 * 403 comes from a firewall in front of it, which names no duration. The address then pauses for a
 * second, and longer each time that this repeats.
 */
function isAddressBarred(body: string): boolean {
  return /access too frequent/i.test(body);
}

/**
 * Reads Bybit's errors: `{"retCode":10001,"retMsg":"…","time":…}`, almost always with HTTP 200. A
 * header says until when a limit holds, in the exchange's time; each body contains that time.
 */
export const errorSource: ErrorSource = {
  exchange: 'bybit',
  readError(body, { status, headers }) {
    const code = integerIn(body, 'retCode');
    const words = textIn(body, 'retMsg');
    if (code === undefined) {
      if (status === 403 && isAddressBarred(body)) return { retryAfterMs: ADDRESS_BAN_MS };
      return status === 200 ? { words: `retCode: expected, was ${body.slice(0, 200)}` } : {};
    }
    const resetAt = Number(headers['x-bapi-limit-reset-timestamp']);
    const now = Number(/"time"\s*:\s*"?(\d+)/.exec(body)?.[1]);
    const waitMs = code === '10006' ? resetAt - now : NaN;
    return {
      code,
      ...(words === undefined ? {} : { words }),
      ...(waitMs > 0 ? { retryAfterMs: waitMs } : {}),
    };
  },
};
