import { takeClientId } from '../../../engine/client-ids.js';
import { tickAt, type Order, type OrderDraft } from '../../../model.js';
import type { Refusal } from '../../../market/settlement.js';
import type { KoreanError } from './errors.js';
import { clientIdOf, draftOf } from './order-terms.js';
import { sideOf } from './order-view.js';
import { marketOf, type KoreanRequest } from './rest.js';

/**
 * Takes the order of a request in, or throws what the exchange says to it. It is returned as it was
 * before anything of it was exchanged: answers say no more, whatever became of it since. Where the exchange has
 * it so, the client id of a refused request is used up all the same.
 */
export function placeOrder(request: KoreanRequest): Order {
  const { engine, exchange, parameters } = request;
  const { apiKey } = request.account();
  const clientOrderId = clientIdOf(parameters, exchange.orders);
  const market = engine.state.markets[exchange.market];
  if (market.isClientIdTaken(apiKey, clientOrderId)) throw exchange.duplicateId();
  try {
    const order = placed(request, draftIn(request, clientOrderId));
    return engine.clock.order(order);
  } catch (error) {
    if (market.clientIds === 'even-if-refused') {
      takeClientId(engine, exchange.market, apiKey, clientOrderId);
    }
    throw error;
  }
}

function draftIn(request: KoreanRequest, clientOrderId: string): OrderDraft {
  const { engine, exchange, parameters } = request;
  const instrument = marketOf(request);
  if (!instrument) throw exchange.orders.invalid('market');
  return draftOf(parameters, exchange.orders, instrument, clientOrderId, {
    last: engine.state.markets[exchange.market].prices.price(instrument.symbol),
    tickAt: (price) => tickAt(instrument, price),
  });
}

function placed(request: KoreanRequest, draft: OrderDraft): Order {
  const { engine, exchange } = request;
  const placement = engine.matching[exchange.market].place(request.account(), draft);
  if (placement.kind === 'refused') throw refusalError(placement.refusal, request, draft);
  const [first] = placement.update.executions;
  return first ? first.order : placement.order;
}

function refusalError(
  refusal: Refusal,
  { engine, exchange }: KoreanRequest,
  draft: OrderDraft,
): KoreanError {
  const { baseAsset, quoteAsset } = engine.state.markets[exchange.market].instrument(draft.symbol);
  switch (refusal) {
    case 'DUPLICATE_CLIENT_ID':
      return exchange.duplicateId();
    case 'INSUFFICIENT_FUNDS':
      return exchange.insufficientFunds(
        sideOf(draft),
        draft.side === 'BUY' ? quoteAsset : baseAsset,
      );
    // There is no reduce-only here, and what would take or cannot be filled is taken in and cancelled.
    case 'WOULD_MATCH':
    case 'UNFILLABLE':
    case 'REDUCE_ONLY':
      throw new Error(`${exchange.market} has no orders that are refused as ${refusal}`);
  }
}
