import { createHmac, randomBytes } from 'node:crypto';
import type { Market } from './desk.js';

/** Whose keys the order is given with. */
export interface OutsideDesk {
  readonly product: { readonly venue: string };
  readonly market: Market;
  readonly apiKey: string;
  readonly secret: string;
  readonly outside: string[];
}

/** A fault may keep the answer from whoever is outside, too. */
const PATIENCE_MS = 10_000;

/**
 * Gives the exchange an order of the desk's account that we know nothing of, as its owner does by hand
 * or with another program.
 *
 * @returns its client order id, which is not of our kind
 */
export async function placeOutside(
  desk: OutsideDesk,
  order: Record<string, string>,
): Promise<string> {
  const clientOrderId = `byhand-${randomBytes(6).toString('hex')}`;
  const text = new URLSearchParams({
    ...order,
    newClientOrderId: clientOrderId,
    timestamp: String(Date.now()),
  }).toString();
  const signature = createHmac('sha256', desk.secret).update(text).digest('hex');
  const path = desk.market === 'spot' ? '/api/v3/order' : '/fapi/v1/order';
  const response = await fetch(desk.product.venue + path, {
    method: 'POST',
    signal: AbortSignal.timeout(PATIENCE_MS),
    headers: {
      'X-MBX-APIKEY': desk.apiKey,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: `${text}&signature=${signature}`,
  });
  if (!response.ok) throw new Error(`the outside order was refused: ${await response.text()}`);
  desk.outside.push(clientOrderId);
  return clientOrderId;
}
