import type { ListedOrder } from '../../src/exchange/exchange.js';
import { findKnownOrder } from '../../src/queries/known-order.js';
import type { Dependencies } from '../dependencies.js';
import { outsideRequest, takeUp } from '../record-again.js';

/**
 * Adopts an order that was placed outside. From here on it is tracked like any other order, without
 * a strategy. A client order id can be used again once its order has closed. The adopted order then
 * gets an id of ours that contains the exchange's order id.
 *
 * @returns the client order id under which it is tracked, or `undefined` when it is known already,
 *   or when the exchange does not say what was ordered
 */
export async function adoptOrder(
  deps: Dependencies,
  accountId: number,
  order: ListedOrder,
): Promise<string | undefined> {
  const { symbol, exchangeOrderId, terms } = order;
  if (!terms) return undefined;
  const account = await deps.gateway.accountFor(accountId);
  const known = await findKnownOrder(deps.db, account.id, order);
  if (known.isKnown) return undefined;
  const clientOrderId = known.isIdTaken
    ? `${order.clientOrderId}~${exchangeOrderId}`
    : order.clientOrderId;
  // An order of ours whose rows are gone, for instance after a restored backup, keeps its strategy.
  const own = known.isIdTaken ? null : known.request;
  const request = own ?? outsideRequest(account, clientOrderId, symbol, terms);
  const termsAsOf = own ? null : (order.current?.asOf ?? null);
  return (await takeUp(deps, request, exchangeOrderId, termsAsOf)) ? clientOrderId : undefined;
}
