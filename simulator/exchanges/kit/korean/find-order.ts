import type { Order } from '../../../model.js';
import { errors } from './errors.js';
import type { SeenOrder } from './dialect.js';
import type { KoreanRequest } from './rest.js';

/** What the ids in a request are called: the exchange's own goes before the client's. */
export interface IdNames {
  readonly own: string;
  readonly client: string;
}

/** Finds the order a read names, with its trades. */
export function findOrder(request: KoreanRequest, names: IdNames): SeenOrder {
  const { engine, exchange } = request;
  const view = request.view();
  const { orderId, clientOrderId } = idsIn(request, names);
  const symbols = engine.state.markets[exchange.market].instruments.keys();
  const order =
    orderId === undefined
      ? newest([...symbols].flatMap((symbol) => view.find(symbol, undefined, clientOrderId) ?? []))
      : view.order(orderId);
  if (!order) throw errors.orderNotFound();
  return { order, fills: view.fillsOf(order.orderId) };
}

/**
 * Cancels the open order that a request names, and returns it as it was before. A cancel acts on
 * the book itself, never on a replica that may lag behind.
 */
export function cancelOrder(request: KoreanRequest, names: IdNames): SeenOrder {
  const { engine, exchange } = request;
  const book = engine.state.markets[exchange.market].ledger.account(request.account().apiKey);
  const { orderId, clientOrderId } = idsIn(request, names);
  const openId = orderId ?? book.openIdByClientId.get(clientOrderId);
  const order = openId === undefined ? undefined : book.open.get(openId);
  if (!order) throw errors.orderNotFound();
  engine.matching[exchange.market].cancel(order, null);
  return { order: engine.clock.order(order), fills: book.fillsOf(order.orderId) };
}

function idsIn(
  { exchange, parameters }: KoreanRequest,
  { own, client }: IdNames,
): { orderId: number | undefined; clientOrderId: string } {
  const id = parameters.text(own);
  const clientOrderId = parameters.text(client);
  if (id === undefined && clientOrderId === undefined) throw errors.missing();
  // An id that stands for no number is nobody's order.
  const orderId = id === undefined ? undefined : (exchange.ids.orderNumber(id) ?? -1);
  return { orderId, clientOrderId: clientOrderId ?? '' };
}

function newest(orders: readonly Order[]): Order | undefined {
  return [...orders].sort((a, b) => b.orderId - a.orderId)[0];
}
