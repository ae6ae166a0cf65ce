import { takeClientId } from '../../../engine/client-ids.js';
import { tickAt, type Order, type OrderDraft } from '../../../model.js';
import type { Refusal } from '../../../market/settlement.js';
import type { KoreanError } from './errors.js';
import { clientIdOf, draftOf } from './order-terms.js';
import { sideOf } from './order-view.js';
import type { KoreanParameters } from './parameters.js';
import { instrumentNamed, type KoreanRequest } from './routes.js';

/**
 * Places the order of a request, or throws the exchange's error. Returns the order as it was before
 * its first fill, since the answer shows no more than that. On some exchanges a refused request
 * uses its client id up, too.
 */
export function placeOrder(request: KoreanRequest): Order {
  const { engine, dialect, parameters } = request;
  const { apiKey } = request.account();
  const clientOrderId = clientIdOf(parameters, dialect.orders);
  const market = engine.state.markets[dialect.market];
  if (market.isClientIdTaken(apiKey, clientOrderId)) throw dialect.duplicateId();
  try {
    const order = placed(request, draftIn(request, clientOrderId));
    return engine.clock.order(order);
  } catch (error) {
    useUpClientId(request, apiKey, parameters);
    throw error;
  }
}

/** Uses the client id of a refused request up, on an exchange where a refusal does that. */
export function useUpClientId(
  { engine, dialect }: Pick<KoreanRequest, 'engine' | 'dialect'>,
  apiKey: string,
  parameters: KoreanParameters,
): void {
  const { market, orders } = dialect;
  if (engine.state.markets[market].clientIds !== 'even-if-refused') return;
  const clientOrderId = parameters.text(orders.clientIdField) ?? '';
  takeClientId(engine, market, apiKey, clientOrderId);
}

/** Throws the exchange's error for an order that breaks a rule, other than that of the funds. */
export function checkOrder(request: KoreanRequest): void {
  const { engine, dialect, parameters } = request;
  const clientOrderId = clientIdOf(parameters, dialect.orders);
  const market = engine.state.markets[dialect.market];
  const { apiKey } = request.account();
  if (market.isClientIdTaken(apiKey, clientOrderId)) throw dialect.duplicateId();
  draftIn(request, clientOrderId);
}

function draftIn(request: KoreanRequest, clientOrderId: string): OrderDraft {
  const { engine, dialect, parameters } = request;
  const instrument = instrumentNamed(request);
  const market = engine.state.markets[dialect.market];
  if (!instrument || market.listingState(instrument.symbol) !== 'trading') {
    throw dialect.orders.invalid('market');
  }
  return draftOf(parameters, dialect.orders, instrument, clientOrderId, {
    last: market.prices.price(instrument.symbol),
    tickAt: (price) => tickAt(instrument, price),
  });
}

function placed(request: KoreanRequest, draft: OrderDraft): Order {
  const { engine, dialect } = request;
  const placement = engine.matching[dialect.market].place(request.account(), draft);
  if (placement.kind === 'refused') throw refusalError(placement.refusal, request, draft);
  const [first] = placement.update.executions;
  return first ? first.order : placement.order;
}

function refusalError(
  refusal: Refusal,
  { engine, dialect }: KoreanRequest,
  draft: OrderDraft,
): KoreanError {
  const { baseAsset, quoteAsset } = engine.state.markets[dialect.market].instrument(draft.symbol);
  switch (refusal) {
    case 'DUPLICATE_CLIENT_ID':
      return dialect.duplicateId();
    case 'INSUFFICIENT_FUNDS':
      return dialect.insufficientFunds(
        sideOf(draft),
        draft.side === 'BUY' ? quoteAsset : baseAsset,
      );
    // There is no reduce-only here, and the other two orders are accepted and then cancelled.
    case 'WOULD_MATCH':
    case 'UNFILLABLE':
    case 'REDUCE_ONLY':
      throw new Error(`${dialect.market} has no orders that are refused as ${refusal}`);
  }
}
