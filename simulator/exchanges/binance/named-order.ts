import type { Ledger } from '../../market/ledger.js';
import type { Order } from '../../model.js';
import { errors } from './errors.js';
import type { Parameters } from './parameters.js';

/**
 * Finds the open order that a cancel request names. A cancel acts on the book itself, never on a
 * replica that may lag behind.
 */
export function openOrderNamed(
  parameters: Parameters,
  ledger: Ledger,
  apiKey: string,
  symbol: string,
): Order {
  const orderId = parameters.integer('orderId');
  const clientOrderId = parameters.text('origClientOrderId');
  if (orderId === undefined && clientOrderId === undefined) {
    throw errors.missingOneOf('origClientOrderId', 'orderId');
  }
  const book = ledger.account(apiKey);
  const openId = orderId ?? book.openIdByClientId.get(clientOrderId ?? '');
  const order = openId === undefined ? undefined : book.open.get(openId);
  const isMeant =
    order?.symbol === symbol &&
    (clientOrderId === undefined || clientOrderId === order.clientOrderId);
  if (!order || !isMeant) throw errors.unknownOrder();
  return order;
}
