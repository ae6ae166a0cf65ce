import type { LedgerView } from '../../../engine/ledger-view.js';
import type { Order } from '../../../model.js';
import { stateOf, type SeenOrder, type WireState } from './order-view.js';
import { instrumentNamed, type KoreanRequest } from './routes.js';

const OPEN: readonly WireState[] = ['wait', 'watch'];

/** Which of an account's orders to list. */
export interface OrderFilter {
  readonly states: readonly WireState[];
  readonly from?: number;
  readonly to?: number;
  readonly accepts?: (order: Order) => boolean;
  readonly page: number;
  readonly limit: number;
}

/** Returns one page of the matching orders, newest first unless `order_by` says otherwise. */
export function listOrders(request: KoreanRequest, filter: OrderFilter): SeenOrder[] {
  const view = request.view();
  const isAscending = request.parameters.choice('order_by', ['asc', 'desc'] as const) === 'asc';
  const orders = candidates(request, view, filter)
    .filter((order) => fits(order, filter))
    .sort((a, b) => (isAscending ? a.orderId - b.orderId : b.orderId - a.orderId));
  const start = (filter.page - 1) * filter.limit;
  return orders
    .slice(start, start + filter.limit)
    .map((order) => ({ order, fills: view.fillsOf(order.orderId) }));
}

function candidates(request: KoreanRequest, view: LedgerView, filter: OrderFilter): Order[] {
  const symbol = instrumentNamed(request)?.symbol;
  if (filter.states.every((state) => OPEN.includes(state))) return view.openOrders(symbol);
  const { engine, dialect } = request;
  const symbols = symbol ? [symbol] : engine.state.markets[dialect.market].instruments.keys();
  return [...symbols].flatMap((each) => [...view.ordersNewestFirst(each)]);
}

function fits(order: Order, { states, from, to, accepts }: OrderFilter): boolean {
  if (!states.includes(stateOf(order))) return false;
  if (from !== undefined && order.createdAt < from) return false;
  if (to !== undefined && order.createdAt > to) return false;
  return accepts?.(order) ?? true;
}
