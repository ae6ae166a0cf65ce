import { OrderStatus } from '../../domain/order.js';
import type { ErrorSource } from '../kit/ccxt-call.js';

/**
 * Bybit's order states in our words. Source: bybit-exchange.github.io, "Enums Definitions",
 * orderStatus.
 */
const statuses: Readonly<Record<string, OrderStatus>> = {
  Created: OrderStatus.NEW,
  New: OrderStatus.NEW,
  // A conditional order, before and at its trigger.
  Untriggered: OrderStatus.NEW,
  Triggered: OrderStatus.NEW,
  PartiallyFilled: OrderStatus.PARTIALLY_FILLED,
  Filled: OrderStatus.FILLED,
  // Spot only; contracts that end with fills say Cancelled.
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

const NOT_FOUND: readonly string[] = ['110001', '170213'];
/** Filled, cancelled or finished in between; 170143 is spot's "not on the book" for a cancel. */
const FINISHED: readonly string[] = ['110008', '110010', '170139', '170142', '170143', '170190'];

/** Returns whether a code says "no such order", on reads. */
export function isOrderNotFound(code: string | undefined): boolean {
  return code !== undefined && NOT_FOUND.includes(code);
}

/** Returns whether a code says that a cancel found nothing left to cancel. */
export function isNothingToCancel(code: string | undefined): boolean {
  return code !== undefined && (NOT_FOUND.includes(code) || FINISHED.includes(code));
}

/** An address that has asked too much is barred for so long, and asking on prolongs it. */
const ADDRESS_BAN_MS = 600_000;

/**
 * Returns whether an answer of HTTP 403 is the exchange's own: `403, access too frequent`. Any
 * other comes from a firewall in front of it, which names no time: the address pauses for a second,
 * longer each time it is met.
 */
function isAddressBarred(body: string): boolean {
  return /access too frequent/i.test(body);
}

/**
 * How Bybit's errors are read: `{"retCode":10001,"retMsg":"…","time":…}`, with HTTP 200 nearly
 * always. A header says until when a limit holds, in the exchange's time, which every body has.
 */
export const errorSource: ErrorSource = {
  exchange: 'bybit',
  readError(body, { status, headers }) {
    const code = /"retCode"\s*:\s*"?(-?\d+)/.exec(body)?.[1];
    const words = /"retMsg"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(body)?.[1];
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
