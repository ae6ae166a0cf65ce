import type { Order } from '../../../model.js';
import { errors } from './errors.js';
import type { SeenOrder } from './order-view.js';
import type { KoreanRequest } from './routes.js';

/** The names of the ids in a request. If both ids are given, the exchange's own decides. */
export interface IdNames {
  readonly own: string;
  readonly client: string;
}

/** Returns the order that a read names, with its fills. */
export function findOrder(request: KoreanRequest, names: IdNames): SeenOrder {
  const { engine, dialect } = request;
  const view = request.view();
  const { orderId, clientOrderId } = idsIn(request, names);
  const symbols = engine.state.markets[dialect.market].instruments.keys();
  const order =
    orderId === undefined
      ? newest([...symbols].flatMap((symbol) => view.find(symbol, undefined, clientOrderId) ?? []))
      : view.order(orderId);
  if (!order) throw errors.orderNotFound();
  return { order, fills: view.fillsOf(order.orderId) };
}

/** Cancels the open order that a request names (V6), and returns it as it was before that. */
export function cancelOrder(request: KoreanRequest, names: IdNames): SeenOrder {
  const { engine, dialect } = request;
  const book = engine.state.markets[dialect.market].ledger.account(request.account().apiKey);
  const { orderId, clientOrderId } = idsIn(request, names);
  const openId = orderId ?? book.openIdByClientId.get(clientOrderId);
  const order = openId === undefined ? undefined : book.open.get(openId);
  if (!order) throw errors.orderNotFound();
  engine.matching[dialect.market].cancel(order, null);
  return { order: engine.clock.order(order), fills: book.fillsOf(order.orderId) };
}

function idsIn(
  { dialect, parameters }: KoreanRequest,
  { own, client }: IdNames,
): { orderId: number | undefined; clientOrderId: string } {
  const id = parameters.text(own);
  const clientOrderId = parameters.text(client);
  if (id === undefined && clientOrderId === undefined) throw errors.missing();
  // An id that stands for no number belongs to no order.
  const orderId = id === undefined ? undefined : (dialect.ids.orderNumber(id) ?? -1);
  return { orderId, clientOrderId: clientOrderId ?? '' };
}

function newest(orders: readonly Order[]): Order | undefined {
  return [...orders].sort((a, b) => b.orderId - a.orderId)[0];
}
