import { listOf, pick } from '../domain/fields.js';
import {
  endedStatus,
  type MarketType,
  type OrderStatus,
  type OrderType,
  type Side,
} from '../domain/order.js';
import type { failedOrders, trades } from '../../drizzle/schema.js';

/** One order, wherever it stands: accepted, open, traded or failed. */
export interface FoundOrder {
  readonly accountId: number;
  /** Null for an adopted order. */
  readonly strategyId: number | null;
  readonly strategy: string | null;
  readonly clientOrderId: string;
  readonly exchangeOrderId: string | null;
  readonly workflowId: string;
  readonly symbol: string;
  /** Null where only its events are left of it. */
  readonly marketType: MarketType | null;
  readonly side: Side;
  readonly orderType: OrderType;
  readonly price: string | null;
  readonly quantity: string;
  readonly filledQuantity: string;
  readonly averagePrice: string | null;
  /** PENDING also while the request waits in the inbox. */
  readonly status: OrderStatus;
  /** Why it ended without a fill. */
  readonly reason: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** An order in a list of open and ended ones. */
export type OrderSummary = Omit<FoundOrder, 'workflowId' | 'marketType'>;

/** What is shown of an order, in this order. */
const fields = listOf<FoundOrder>()([
  'accountId',
  'strategyId',
  'strategy',
  'clientOrderId',
  'exchangeOrderId',
  'workflowId',
  'symbol',
  'marketType',
  'side',
  'orderType',
  'price',
  'quantity',
  'filledQuantity',
  'averagePrice',
  'status',
  'reason',
  'createdAt',
  'updatedAt',
]);

const summaryFields = fields.filter((field) => field !== 'workflowId' && field !== 'marketType');

/** Returns what is shown of an order that is looked at alone; its row in a table holds more. */
export function toFoundOrder(row: FoundOrder): FoundOrder {
  return pick(row, fields);
}

/** Returns what a list shows of an order. */
export function toSummary(row: OrderSummary): OrderSummary {
  return pick(row, summaryFields);
}

type TradeRow = typeof trades.$inferSelect;
type FailedOrderRow = typeof failedOrders.$inferSelect;

/** Returns how an order that traded is shown: `quantity` is what was asked for. */
export function tradedOrder<Row extends TradeRow>(
  row: Row,
): Row & { readonly filledQuantity: string; readonly reason: null } {
  return { ...row, quantity: row.orderQuantity, filledQuantity: row.quantity, reason: null };
}

/** Returns how an order that ended without a fill is shown. */
export function failedOrder<Row extends FailedOrderRow>(
  row: Row,
): Omit<Row, 'status'> & {
  readonly status: OrderStatus;
  readonly filledQuantity: string;
  readonly averagePrice: null;
} {
  return { ...row, filledQuantity: '0', averagePrice: null, status: endedStatus(row.status) };
}
