import type { DecimalString } from './decimal.js';
import type { EventSource, OrderStatus, OrderType, Side } from './order.js';

export const ORDER_EVENT_TYPES = [
  'order_created',
  'order_partially_filled',
  'order_filled',
  'order_cancelled',
  'order_expired',
  'order_rejected',
  'position_updated',
] as const;
export type OrderEventType = (typeof ORDER_EVENT_TYPES)[number];

/** What the front end is sent, in one line of JSON. */
export interface OrderEventData {
  readonly type: OrderEventType;
  readonly accountId: number;
  readonly strategyId: number | null;
  readonly clientOrderId: string;
  readonly exchangeOrderId: string | null;
  readonly symbol: string;
  readonly side: Side;
  readonly orderType: OrderType;
  readonly status: OrderStatus;
  readonly quantity: DecimalString;
  readonly filledQuantity: DecimalString;
  /**
   * What this event adds; on `order_filled` the whole quantity when nothing remained to be filled.
   */
  readonly eventQuantity: DecimalString;
  readonly price: DecimalString | null;
  readonly averagePrice: DecimalString | null;
  readonly source: EventSource;
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
