import type { DecimalString } from './decimal.js';
import {
  ORDER_FACTS,
  type ChangeSource,
  type OrderFacts,
  type OrderStatus,
  type TerminalStatus,
} from './order.js';

export const ORDER_EVENT_TYPES = [
  'order_created',
  'order_amended',
  'order_partially_filled',
  'order_filled',
  'order_cancelled',
  'order_expired',
  'order_rejected',
  'position_updated',
] as const;
export type OrderEventType = (typeof ORDER_EVENT_TYPES)[number];

/** The event that reports an order's end, by how it ended. */
export const EVENT_OF_END: Readonly<Record<TerminalStatus, OrderEventType>> = {
  FILLED: 'order_filled',
  CANCELLED: 'order_cancelled',
  EXPIRED: 'order_expired',
  REJECTED: 'order_rejected',
  DENIED: 'order_rejected',
};

/** The fields of an order that every event carries. */
export const EVENT_FACTS = ORDER_FACTS.filter((field) => field !== 'marketType');

/** What the front end receives, in one line of JSON. */
export interface OrderEventData extends Omit<OrderFacts, 'marketType'> {
  readonly type: OrderEventType;
  readonly exchangeOrderId: string | null;
  readonly status: OrderStatus;
  readonly filledQuantity: DecimalString;
  /** What this event adds. On an `order_filled` that adds nothing, the whole quantity. */
  readonly eventQuantity: DecimalString;
  readonly averagePrice: DecimalString | null;
  readonly source: ChangeSource;
  /** When the state changed here; ISO 8601. */
  readonly at: string;
  /** Why the order ended without a fill. */
  readonly reason?: string;
  /** On `position_updated`: the strategy's position after this order's fill. */
  readonly position?: {
    readonly quantity: DecimalString;
    readonly entryPrice: DecimalString | null;
    readonly realizedPnl: DecimalString;
    readonly fees: Readonly<Record<string, DecimalString>>;
  };
}
