import type { OrderReference } from '../../exchange.js';
import type { Dialect, SentOrder, TextParameters } from './dialect.js';

/** Returns the parameters of a submission. */
export function toParameters(order: SentOrder, { fields }: Dialect): TextParameters {
  const { market, side, type, price, volume, timeInForce, clientOrderId } = order;
  return {
    market,
    side: side === 'BUY' ? 'bid' : 'ask',
    [fields.type]: type,
    ...(price === undefined ? {} : { price }),
    ...(volume === undefined ? {} : { volume }),
    [fields.clientId]: clientOrderId,
    ...(timeInForce === 'GTC' ? {} : { time_in_force: timeInForce.toLowerCase() }),
  };
}

/**
 * Returns the parameter that names an order: by the exchange's id, or by the client's until that is
 * known.
 *
 * @param ownId the call's name for the exchange's id
 */
export function orderIdentity(
  { exchangeOrderId, clientOrderId = '' }: Partial<OrderReference>,
  ownId: string,
  { fields }: Dialect,
): TextParameters {
  return exchangeOrderId ? { [ownId]: exchangeOrderId } : { [fields.clientId]: clientOrderId };
}
