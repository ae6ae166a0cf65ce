import { adoptOpenOrder } from '../src/books/adopt-order.js';
import {
  requestedFieldsOf,
  type OrderAddress,
  type OrderRequest,
  type OrderTerms,
} from '../src/domain/order.js';
import { unfilled } from '../src/domain/progress.js';
import type { ExchangeAccount, ListedOrder } from '../src/exchange/exchange.js';
import { findRequest } from '../src/queries/deliveries.js';
import type { Dependencies } from './dependencies.js';

/**
 * Records an order that its workflow tracks and no table knows, as the exchange lists it: the
 * database was restored from an older backup.
 */
export async function recordAgain(
  deps: Dependencies,
  order: OrderAddress,
  listed: ListedOrder,
): Promise<void> {
  const request = await requestAsListed(deps, order, listed);
  // Its terms may have changed since the alert: the next settlement compares them.
  if (request && (await adoptOpenOrder(deps.db, request, listed.exchangeOrderId, null))) {
    deps.notifyOutbox();
  }
}

/**
 * Records an order that the exchange has and no table knows, and sees that a workflow tracks it.
 * Its first look finds the fills. If we die before it is started, the sweep starts it.
 *
 * @param termsAsOf the exchange's time of the report that the terms are from, if it names one
 * @returns whether it was recorded; `false` when it is there already, or has ended
 */
export async function takeUp(
  deps: Dependencies,
  request: OrderRequest,
  exchangeOrderId: string,
  termsAsOf: string | null,
): Promise<boolean> {
  if (!(await adoptOpenOrder(deps.db, request, exchangeOrderId, termsAsOf))) return false;
  deps.notifyOutbox();
  const progress = unfilled('NEW', { exchangeOrderId, isIncomplete: true });
  if (!(await deps.orders.track(request, null, progress))) {
    // After a restore, the workflow of an order that was lost may be running still.
    await deps.orders.wake(request, 'sync');
  }
  return true;
}

/**
 * Returns the request of an order that no table knows. If its delivery is known, the order keeps
 * its strategy. Otherwise it has none: only a row authorises what is booked to a strategy.
 *
 * @returns `undefined` when the exchange does not say what was ordered
 */
export async function requestAsListed(
  deps: Dependencies,
  order: OrderAddress,
  { symbol, terms }: ListedOrder,
): Promise<OrderRequest | undefined> {
  const request = await findRequest(deps.db, order);
  if (request || !terms) return request;
  const account = await deps.gateway.accountFor(order.accountId);
  return outsideRequest(account, order.clientOrderId, symbol, terms);
}

/** Returns the request that an order from outside would have come from. */
export function outsideRequest(
  account: Pick<ExchangeAccount, 'id' | 'name' | 'marketType'>,
  clientOrderId: string,
  symbol: string,
  terms: OrderTerms,
): OrderRequest {
  return {
    ...requestedFieldsOf({
      ...terms,
      accountId: account.id,
      strategyId: null,
      clientOrderId,
      symbol,
      marketType: account.marketType,
    }),
    accountName: account.name,
    receivedAt: new Date().toISOString(),
  };
}
