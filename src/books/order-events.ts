import { EVENT_FACTS, type OrderEventData, type OrderEventType } from '../domain/event.js';
import { pick } from '../domain/fields.js';
import { averagePrice, totalQuantity, type Fill } from '../domain/fill.js';
import type { ChangeSource, OrderFacts, OrderStatus } from '../domain/order.js';
import type { Position } from '../domain/position.js';

/** An order as it stands after a step. */
export interface OrderMoment {
  readonly status: OrderStatus;
  readonly exchangeOrderId: string | null;
  readonly fills: readonly Fill[];
  readonly source: ChangeSource;
  readonly reason?: string | undefined;
  /** Time of the step, ISO 8601, the same in all its events. */
  readonly at: string;
}

/** Returns a function that builds the events of one step, all with the same view of the order. */
export function eventBuilder(
  order: OrderFacts,
  moment: OrderMoment,
): (type: OrderEventType, eventQuantity: string, position?: Position) => OrderEventData {
  const filledQuantity = totalQuantity(moment.fills);
  const average = averagePrice(moment.fills);
  return (type, eventQuantity, position) => ({
    type,
    ...pick(order, EVENT_FACTS),
    exchangeOrderId: moment.exchangeOrderId,
    status: moment.status,
    filledQuantity,
    eventQuantity,
    averagePrice: average,
    source: moment.source,
    at: moment.at,
    ...(moment.reason === undefined ? {} : { reason: moment.reason }),
    ...(position === undefined
      ? {}
      : {
          position: {
            quantity: position.quantity,
            entryPrice: position.entryPrice,
            realizedPnl: position.realizedPnl,
            fees: position.fees,
          },
        }),
  });
}

/** Returns the event of an order that now turns out to be on the exchange, unfilled. */
export function eventOfCreation(
  order: OrderFacts,
  exchangeOrderId: string,
  source: ChangeSource,
): OrderEventData {
  const at = new Date().toISOString();
  const event = eventBuilder(order, { status: 'NEW', exchangeOrderId, fills: [], source, at });
  return event('order_created', '0');
}
