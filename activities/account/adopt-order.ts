import { adoptOpenOrder } from '../../src/books/adopt-order.js';
import type { OrderRequest, OrderTerms } from '../../src/domain/order.js';
import { unfilled } from '../../src/domain/progress.js';
import type { ExchangeAccount, ListedOrder } from '../../src/exchange/exchange.js';
import { findKnownOrder } from '../../src/queries/known-order.js';
import type { Dependencies } from '../dependencies.js';

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
  const request =
    known.request && !known.isIdTaken
      ? known.request
      : outsideRequest(account, clientOrderId, symbol, terms);
  if (!(await adoptOpenOrder(deps.db, request, exchangeOrderId))) return undefined;
  deps.notifyOutbox();
  // The workflow's first look finds the fills. If we die before this, the sweep starts it.
  const progress = unfilled('NEW', { exchangeOrderId, isIncomplete: true });
  await deps.orders.track(request, null, progress);
  return clientOrderId;
}

function outsideRequest(
  account: Pick<ExchangeAccount, 'id' | 'name' | 'marketType'>,
  clientOrderId: string,
  symbol: string,
  terms: OrderTerms,
): OrderRequest {
  return {
    ...terms,
    accountId: account.id,
    accountName: account.name,
    strategyId: null,
    clientOrderId,
    symbol,
    marketType: account.marketType,
    receivedAt: new Date().toISOString(),
  };
}
