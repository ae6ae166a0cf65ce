import type { LedgerView } from '../../engine/ledger-view.js';
import type { Ledger } from '../../market/ledger.js';
import type { Order } from '../../model.js';
import { errors } from './errors.js';
import type { BinanceParameters } from './parameters.js';

interface OrderIds {
  readonly orderId: number | undefined;
  readonly clientOrderId: string | undefined;
}

/** Returns the order that a read names. */
export function namedOrder(parameters: BinanceParameters, view: LedgerView, symbol: string): Order {
  const { orderId, clientOrderId } = idsIn(parameters);
  const order = view.find(symbol, orderId, clientOrderId);
  if (!order) throw errors.orderNotFound();
  return order;
}

/** Returns the open order that a cancel names, from the book itself (V6). */
export function openOrderNamed(
  parameters: BinanceParameters,
  ledger: Ledger,
  apiKey: string,
  symbol: string,
): Order {
  const { orderId, clientOrderId } = idsIn(parameters);
  const book = ledger.account(apiKey);
  const openId = orderId ?? book.openIdByClientId.get(clientOrderId ?? '');
  const order = openId === undefined ? undefined : book.open.get(openId);
  const isMeant =
    order?.symbol === symbol &&
    (clientOrderId === undefined || clientOrderId === order.clientOrderId);
  if (!order || !isMeant) throw errors.unknownOrder();
  return order;
}

function idsIn(parameters: BinanceParameters): OrderIds {
  const orderId = parameters.integer('orderId');
  const clientOrderId = parameters.text('origClientOrderId');
  if (orderId === undefined && clientOrderId === undefined) {
    throw errors.missingOneOf('origClientOrderId', 'orderId');
  }
  return { orderId, clientOrderId };
}
