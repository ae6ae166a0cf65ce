import type { Order } from '../../model.js';
import { amendError, errors, refusalError } from './errors.js';
import { listExecutions } from './execution-list.js';
import type { ExtraFees } from './extra-fees.js';
import { checkFilters } from './filters.js';
import { orderIdOf } from './ids.js';
import { listHistory, listRealtime } from './order-lists.js';
import { readDraft } from './order-parameters.js';
import type { OtherExecutions } from './other-executions.js';
import type { BybitRequest, BybitRoutes } from './routes.js';

/** The routes of orders and executions. Orders closed before `startedAt` are forgotten. */
export function orderRoutes(
  others: OtherExecutions,
  extraFees: ExtraFees,
  startedAt: number,
): BybitRoutes {
  return {
    'POST /v5/order/create': { operation: 'create', group: 'create', handle: create },
    'POST /v5/order/amend': { operation: 'other', group: 'create', handle: amend },
    'POST /v5/order/cancel': { operation: 'cancel', group: 'cancel', handle: cancel },
    'GET /v5/order/realtime': {
      operation: 'read',
      group: 'read',
      handle: (request) => listRealtime(request, startedAt),
    },
    'GET /v5/order/history': { operation: 'read', group: 'read', handle: listHistory },
    'GET /v5/execution/list': {
      operation: 'trades',
      group: 'read',
      handle: (request) => listExecutions(request, others, extraFees),
    },
  };
}

/** Accepts an order and answers only that. The order's outcome has to be read elsewhere. */
function create(request: BybitRequest): object {
  const { engine, parameters } = request;
  const account = request.account();
  const category = request.category();
  const market = request.market();
  const instrument = request.instrument();
  const lastPrice = market.prices.price(instrument.symbol);
  const draft = readDraft(parameters, category, instrument, lastPrice);
  checkFilters(draft, category, instrument, lastPrice);
  const placement = engine.matching[market.name].place(account, draft);
  if (placement.kind === 'refused') throw refusalError(placement.refusal, category);
  return acknowledgement(request, placement.order);
}

/** Cancels an order, which it looks up on the book itself (V6). */
function cancel(request: BybitRequest): object {
  const { engine } = request;
  const market = request.market();
  const { symbol } = request.instrument();
  const order = openOrderNamed(request);
  if (order?.symbol !== symbol) throw errors.unknownOrder(request.category());
  engine.matching[market.name].cancel(order, null);
  return acknowledgement(request, order);
}

/**
 * Changes quantity, price or both of an order, and answers only that it was asked to. Here, the
 * quantity is the whole one, including what has filled; Bybit does not document that.
 */
function amend(request: BybitRequest): object {
  const { engine, parameters } = request;
  const market = request.market();
  const category = request.category();
  const instrument = request.instrument();
  const order = openOrderNamed(request);
  if (order?.symbol !== instrument.symbol) throw errors.unknownOrder(category);
  const { clientOrderId } = order;
  const quantity = parameters.decimal('qty') ?? order.quantity;
  const price = parameters.decimal('price') ?? order.price;
  const terms = { quantity, price, clientOrderId };
  const { symbol } = instrument;
  checkFilters({ ...order, ...terms }, category, instrument, market.prices.price(symbol));
  const amendment = engine.matching[market.name].amend(order, terms);
  if (amendment.kind === 'refused') throw amendError(amendment.refusal, category);
  return acknowledgement(request, order);
}

function openOrderNamed(request: BybitRequest): Order | undefined {
  const { parameters } = request;
  const book = request.market().ledger.account(request.account().apiKey);
  const orderId = parameters.text('orderId');
  const linkId = parameters.text('orderLinkId');
  if (orderId === undefined && linkId === undefined) {
    throw errors.parameter('orderId or orderLinkId is required');
  }
  const number =
    orderId === undefined
      ? book.openIdByClientId.get(linkId ?? '')
      : orderIdOf(request.category(), orderId);
  return number === undefined ? undefined : book.open.get(number);
}

function acknowledgement(request: BybitRequest, order: Order): object {
  const orderId = request.market().wireIds.orderId(order.orderId);
  return { orderId, orderLinkId: order.clientOrderId };
}
