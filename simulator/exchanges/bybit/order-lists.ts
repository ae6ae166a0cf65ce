import type { LedgerView } from '../../engine/ledger-view.js';
import type { Market } from '../../market/market.js';
import { isOpen, type Order } from '../../model.js';
import { errors } from './errors.js';
import { orderIdOf } from './ids.js';
import { limitOf, pageOf } from './paging.js';
import type { BybitRequest } from './routes.js';
import { windowOf } from './windows.js';
import { orderView, statusText } from './order-wire.js';

const USUAL_LIMIT = 20;
const MOST = 50;
/** How many closed orders Bybit keeps in memory. After a restart they are gone. */
const CLOSED_KEPT = 500;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Answers GET /v5/order/realtime: open orders; with openOnly=1 or by id, recently closed ones. */
export function listRealtime(request: BybitRequest, startedAt: number): object {
  const { parameters } = request;
  checkNarrowed(request);
  const view = request.view();
  const named = namedOrders(request, view);
  const wantsClosed = parameters.integer('openOnly') === 1;
  let found: Iterable<Order>;
  if (wantsClosed) found = recentlyClosed(request, view, startedAt);
  else if (!named) found = view.openOrders().reverse();
  else if (named.every(isOpen)) found = named;
  else found = recentlyClosed(request, view, startedAt);
  return answerWith(request, view, filtered(found, request, named));
}

/** Answers GET /v5/order/history: closed orders of a week or by id, but unfilled ones of a day. */
export function listHistory(request: BybitRequest): object {
  const { parameters, engine } = request;
  const now = engine.clock.now();
  const view = request.view();
  const named = namedOrders(request, view);
  const [start, end] = windowOf(parameters, now);
  const status = parameters.text('orderStatus');
  const category = request.category();
  const isKept = (order: Order): boolean => {
    if (isOpen(order)) return false;
    if (status !== undefined && statusText(order, category) !== status) return false;
    if (order.filledQuantity.isZero() && order.updatedAt < now - DAY_MS) return false;
    return named !== undefined || (order.createdAt >= start && order.createdAt <= end);
  };
  const listed = filtered(named ?? view.allNewestFirst(), request, named);
  return answerWith(request, view, only(listed, isKept));
}

function answerWith(request: BybitRequest, view: LedgerView, listed: Iterable<Order>): object {
  const { parameters } = request;
  const market = request.market();
  const limit = limitOf(parameters, USUAL_LIMIT, MOST);
  const page = pageOf(listed, parameters, limit, keyOf);
  return {
    category: request.category(),
    list: page.items.map((order) => orderView(order, view.fillsOf(order.orderId), market)),
    nextPageCursor: page.nextPageCursor,
  };
}

function keyOf({ orderId, createdAt }: Order): string {
  return `${orderId}:${createdAt},${orderId}:${createdAt}`;
}

/** Refuses to list the orders of all contracts at once: a symbol or coin is required. */
function checkNarrowed(request: BybitRequest): void {
  const { parameters } = request;
  if (request.category() === 'spot') return;
  const names = ['symbol', 'baseCoin', 'settleCoin'];
  if (!names.some((name) => parameters.text(name) !== undefined)) {
    throw errors.parameter('symbol or settleCoin or baseCoin is required');
  }
}

/** Returns the orders with the id that the call names, or undefined if it names none. */
export function namedOrders(request: BybitRequest, view: LedgerView): Order[] | undefined {
  const { parameters } = request;
  const orderId = parameters.text('orderId');
  const linkId = parameters.text('orderLinkId');
  if (orderId !== undefined) {
    const number = orderIdOf(request.category(), orderId);
    const order = number === undefined ? undefined : view.order(number);
    return order ? [order] : [];
  }
  if (linkId === undefined) return undefined;
  return view.symbols().flatMap((symbol) => view.find(symbol, undefined, linkId) ?? []);
}

function* filtered(
  orders: Iterable<Order>,
  request: BybitRequest,
  named: readonly Order[] | undefined,
): Generator<Order> {
  const { parameters } = request;
  const isWanted = instrumentFilter(request);
  // The venue plays no conditional orders, so their lists are empty.
  if ((parameters.text('orderFilter') ?? 'Order') !== 'Order') return;
  for (const order of orders) {
    const isNamed = !named || named.some(({ orderId }) => orderId === order.orderId);
    if (isNamed && isWanted(order.symbol)) yield order;
  }
}

/** Returns a test for the symbols that match the call's symbol and coins. */
export function instrumentFilter(request: BybitRequest): (symbol: string) => boolean {
  const { parameters } = request;
  const symbol = parameters.text('symbol') && request.instrument().symbol;
  const base = parameters.text('baseCoin');
  const settle = parameters.text('settleCoin');
  const market = request.market();
  return (each) => {
    const { baseAsset, quoteAsset } = market.instrument(each);
    if (symbol !== undefined && each !== symbol) return false;
    return (base === undefined || base === baseAsset) && (settle ?? quoteAsset) === quoteAsset;
  };
}

function* recentlyClosed(
  request: BybitRequest,
  view: LedgerView,
  startedAt: number,
): Generator<Order> {
  const market = request.market();
  let kept = 0;
  for (const order of view.allNewestFirst()) {
    if (isOpen(order) || !isSince(startedAt, order, market)) continue;
    yield order;
    kept += 1;
    if (kept === CLOSED_KEPT) return;
  }
}

/** Returns whether an order changed since then in the ledger's time: a view's is shifted (V5). */
function isSince(startedAt: number, { orderId }: Order, { ledger }: Market): boolean {
  return (ledger.order(orderId)?.updatedAt ?? 0) >= startedAt;
}

function* only<T>(items: Iterable<T>, isKept: (item: T) => boolean): Generator<T> {
  for (const item of items) if (isKept(item)) yield item;
}
