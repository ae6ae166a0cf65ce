import { createHash } from 'node:crypto';
import type { WireIds } from '../../market/market.js';
import { marketOf, type Category } from './categories.js';

/** Added to the venue's number, this makes a spot order id of nineteen digits. */
const SPOT_BASE = 1_726_000_000_000_000_000n;
const LAST_GROUP = 12;

/** Returns how the ids of a category are written. A number always gives the same id. */
export function wireIdsOf(category: Category): WireIds {
  return {
    orderId: (orderId) =>
      category === 'spot' ? String(SPOT_BASE + BigInt(orderId)) : linearOrderId(orderId),
    tradeId: (symbol, tradeId) => uuidOf(`${marketOf(category)} ${symbol} trade ${tradeId}`),
  };
}

/** Returns the venue's number of an order, or undefined if the text is not an order id. */
export function orderIdOf(category: Category, text: string): number | undefined {
  const orderId = category === 'spot' ? spotNumber(text) : parseInt(text.slice(-LAST_GROUP), 16);
  const isIts = Number.isSafeInteger(orderId) && wireIdsOf(category).orderId(orderId) === text;
  return isIts ? orderId : undefined;
}

/** Returns what looks like a UUID. A seed always gives the same one. */
export function uuidOf(seed: string, lastGroup?: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  const groups = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`];
  return [...groups, `a${hex.slice(17, 20)}`, lastGroup ?? hex.slice(20, 32)].join('-');
}

/** The last group is the number itself, so that the id can be read back. */
function linearOrderId(orderId: number): string {
  const last = orderId.toString(16).padStart(LAST_GROUP, '0');
  return uuidOf(`linear order ${orderId}`, last);
}

function spotNumber(text: string): number {
  return /^\d{19}$/.test(text) ? Number(BigInt(text) - SPOT_BASE) : Number.NaN;
}
