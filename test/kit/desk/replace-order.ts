import { randomBytes, randomUUID } from 'node:crypto';
import type { MarketName } from '../../../simulator/names.js';
import { jwt, plainQuery, sha512 } from '../simulator/korean.js';
import type { Desk } from './desk.js';
import { placeOutside } from './outside-order.js';

/** Where one call ends an order and places another one for what is left of it. */
const REPLACES: readonly MarketName[] = ['upbit'];

const IN_PLACE = 'An order is amended in place, under its own id';
/** Where the two steps are two calls here, and why. */
export const NO_REPLACEMENT: Readonly<Partial<Record<MarketName, string>>> = {
  spot: '`cancelReplace` (developers.binance.com, "Cancel an Existing Order and Send a New Order") reports what a cancel and a new order do, which are played',
  futures: `${IN_PLACE} (developers.binance.com, "Modify Order")`,
  'bybit-spot': `${IN_PLACE} (bybit-exchange.github.io, "Amend Order")`,
  'bybit-linear': `${IN_PLACE} (bybit-exchange.github.io, "Amend Order")`,
  bithumb: 'No call replaces an order (apidocs.bithumb.com, "주문" lists place, read and cancel)',
};

/**
 * Replaces an order by one for the rest of it at another price, as its owner does with another
 * program.
 *
 * @param rest the quantity that is left of it
 * @returns the client order id of the new one, which is not in our format
 */
export async function replaceOrder(
  desk: Desk,
  clientOrderId: string,
  { rest, price }: { readonly rest: string; readonly price: string },
): Promise<string> {
  if (!REPLACES.includes(desk.market)) {
    await desk.control('cancel', { clientOrderId });
    return placeOutside(desk, { ...desk.limit, quantity: rest, price });
  }
  const identifier = `byhand-${randomBytes(6).toString('hex')}`;
  await cancelAndNew(desk, {
    prev_order_identifier: clientOrderId,
    new_ord_type: 'limit',
    new_volume: 'remain_only',
    new_price: price,
    new_identifier: identifier,
  });
  desk.outside.push(identifier);
  return identifier;
}

/** Makes Upbit's call of that name. Source: docs.upbit.com, "Cancel and New Order". */
async function cancelAndNew(desk: Desk, fields: Readonly<Record<string, string>>): Promise<void> {
  const claims = {
    access_key: desk.apiKey,
    nonce: randomUUID(),
    query_hash: sha512(plainQuery(fields)),
    query_hash_alg: 'SHA512',
  };
  const answer = await fetch(`${desk.restUrl}/v1/orders/cancel_and_new`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${jwt(claims, desk.secret)}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(fields),
  });
  if (!answer.ok) throw new Error(`cancel_and_new: HTTP ${answer.status} ${await answer.text()}`);
}
