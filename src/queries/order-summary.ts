import { listOf, pick } from '../domain/fields.js';
import {
  endedStatus,
  type MarketType,
  type OrderFacts,
  type OrderStatus,
} from '../domain/order.js';
import type { failedOrders, trades } from '../../drizzle/schema.js';

/** One order in any state: accepted, open, traded or failed. */
export interface FoundOrder extends Omit<OrderFacts, 'marketType'> {
  readonly strategy: string | null;
  readonly exchangeOrderId: string | null;
  readonly workflowId: string;
  /** Null if only its events are left. */
  readonly marketType: MarketType | null;
  readonly filledQuantity: string;
  readonly averagePrice: string | null;
  /** Also PENDING while the request still waits in the inbox. */
  readonly status: OrderStatus;
  /** Why the order ended without a fill. */
  readonly reason: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** An order in a list of open and ended ones. */
export type OrderSummary = Omit<FoundOrder, 'workflowId' | 'marketType'>;

/** The fields of an order that are shown, in this sequence. */
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

/** Returns the fields that are shown of a single order. Its row in a table has more. */
export function toFoundOrder(row: FoundOrder): FoundOrder {
  return pick(row, fields);
}

/** Returns the fields that a list shows of an order. */
export function toSummary(row: OrderSummary): OrderSummary {
  return pick(row, summaryFields);
}

type TradeRow = typeof trades.$inferSelect;
type FailedOrderRow = typeof failedOrders.$inferSelect;

/** Returns a traded order as it is shown: its `quantity` is what was asked for. */
export function tradedOrder<Row extends TradeRow>(
  row: Row,
): Row & { readonly filledQuantity: string; readonly reason: null } {
  return { ...row, quantity: row.orderQuantity, filledQuantity: row.quantity, reason: null };
}

/** Returns an order that ended without a fill as it is shown. */
export function failedOrder<Row extends FailedOrderRow>(
  row: Row,
): Omit<Row, 'status'> & {
  readonly status: OrderStatus;
  readonly filledQuantity: string;
  readonly averagePrice: null;
} {
  return { ...row, filledQuantity: '0', averagePrice: null, status: endedStatus(row.status) };
}
