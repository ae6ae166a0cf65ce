import { and, desc, eq, inArray, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Database } from '../../drizzle/database.js';
import {
  accounts,
  failedOrders,
  openOrders,
  orderEvents,
  strategies,
  tradeExecutions,
  trades,
  webhookDeliveries,
} from '../../drizzle/schema.js';
import { averagePrice, totalQuantity } from '../domain/fill.js';
import { orderWorkflowId } from '../domain/ids.js';
import type { MarketType, OrderType, Side } from '../domain/order.js';

/** One order, wherever it stands: accepted, open, traded or failed. */
export interface OrderRow {
  readonly accountId: number;
  readonly strategyId: number | null;
  readonly strategy: string | null;
  readonly clientOrderId: string;
  readonly exchangeOrderId: string | null;
  readonly workflowId: string;
  readonly symbol: string;
  readonly marketType: MarketType | null;
  readonly side: Side;
  readonly orderType: OrderType;
  readonly price: string | null;
  readonly quantity: string;
  readonly filledQuantity: string;
  readonly averagePrice: string | null;
  /** A status of an order; PENDING also while the request waits in the inbox. */
  readonly status: string;
  /** Why it ended without a fill. */
  readonly reason: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** How an order is named: the account decides where two accounts use the same client order id. */
export interface OrderName {
  readonly clientOrderId: string;
  readonly accountId?: number | undefined;
}

type Found = Omit<OrderRow, 'workflowId' | 'strategy'>;
type Place = (db: Database, name: OrderName) => Promise<Found | undefined>;

/** Returns an order by its client order id, or `undefined` when nobody ever asked for it. */
export async function findOrder(db: Database, name: OrderName): Promise<OrderRow | undefined> {
  for (const place of [inOpenOrders, inTrades, inFailedOrders, inEvents, inDeliveries]) {
    const found = await place(db, name);
    if (!found) continue;
    const [strategy, firstToldAt] = await Promise.all([
      strategyName(db, found.strategyId),
      firstEventAt(db, found),
    ]);
    // A row of an ended order is as young as its end.
    const createdAt =
      firstToldAt !== undefined && firstToldAt < found.createdAt ? firstToldAt : found.createdAt;
    return toRow({ ...found, createdAt }, strategy);
  }
  return undefined;
}

const inOpenOrders: Place = async (db, name) => {
  const [row] = await db
    .select()
    .from(openOrders)
    .where(isNamed(db, name, openOrders))
    .orderBy(desc(openOrders.id))
    .limit(1);
  if (!row) return undefined;
  const fills = await db
    .select({ price: tradeExecutions.executionPrice, quantity: tradeExecutions.executionQuantity })
    .from(tradeExecutions)
    .where(isNamed(db, { ...name, accountId: row.accountId }, tradeExecutions));
  return { ...row, averagePrice: averagePrice(fills), reason: null };
};

const inTrades: Place = async (db, name) => {
  const [row] = await db
    .select()
    .from(trades)
    .where(isNamed(db, name, trades))
    .orderBy(desc(trades.id))
    .limit(1);
  return row && { ...row, quantity: row.orderQuantity, filledQuantity: row.quantity, reason: null };
};

const inFailedOrders: Place = async (db, name) => {
  const [row] = await db
    .select()
    .from(failedOrders)
    .where(isNamed(db, name, failedOrders))
    .orderBy(desc(failedOrders.id))
    .limit(1);
  return (
    row && {
      ...row,
      filledQuantity: totalQuantity([]),
      averagePrice: null,
      status: row.status.toUpperCase(),
    }
  );
};

/** A failed order whose row an operator has deleted is still told of by its events. */
const inEvents: Place = async (db, name) => {
  const [row] = await db
    .select()
    .from(orderEvents)
    .where(isNamed(db, name, orderEvents))
    .orderBy(desc(orderEvents.id))
    .limit(1);
  return (
    row && {
      ...row.data,
      marketType: null,
      reason: row.data.reason ?? null,
      createdAt: row.createdAt,
      updatedAt: row.createdAt,
    }
  );
};

/** Accepted, and not yet taken up by a workflow. */
const inDeliveries: Place = async (db, name) => {
  const [row] = await db
    .select({ delivery: webhookDeliveries })
    .from(webhookDeliveries)
    .where(
      inArray(
        webhookDeliveries.workflowId,
        (await accountIds(db, name)).map((id) => orderWorkflowId(id, name.clientOrderId)),
      ),
    )
    .orderBy(desc(webhookDeliveries.id))
    .limit(1);
  if (!row) return undefined;
  const { request, receivedAt, updatedAt } = row.delivery;
  return {
    ...request,
    exchangeOrderId: null,
    filledQuantity: totalQuantity([]),
    averagePrice: null,
    status: 'PENDING',
    reason: null,
    createdAt: receivedAt,
    updatedAt,
  };
};

/** The places hold more than an order's row shows. */
function toRow(found: Found, strategy: string | null): OrderRow {
  return {
    accountId: found.accountId,
    strategyId: found.strategyId,
    strategy,
    clientOrderId: found.clientOrderId,
    exchangeOrderId: found.exchangeOrderId,
    workflowId: orderWorkflowId(found.accountId, found.clientOrderId),
    symbol: found.symbol,
    marketType: found.marketType,
    side: found.side,
    orderType: found.orderType,
    price: found.price,
    quantity: found.quantity,
    filledQuantity: found.filledQuantity,
    averagePrice: found.averagePrice,
    status: found.status,
    reason: found.reason,
    createdAt: found.createdAt,
    updatedAt: found.updatedAt,
  };
}

/** Names the account even when the reader does not: the indexes begin with it. */
function isNamed(
  db: Database,
  { clientOrderId, accountId }: OrderName,
  table: { accountId: PgColumn; clientOrderId: PgColumn },
): SQL | undefined {
  return and(
    accountId === undefined
      ? inArray(table.accountId, db.select({ id: accounts.id }).from(accounts))
      : eq(table.accountId, accountId),
    eq(table.clientOrderId, clientOrderId),
  );
}

async function firstEventAt(db: Database, name: OrderName): Promise<string | undefined> {
  const [row] = await db
    .select({ at: orderEvents.createdAt })
    .from(orderEvents)
    .where(isNamed(db, name, orderEvents))
    .orderBy(orderEvents.id)
    .limit(1);
  return row?.at;
}

async function accountIds(db: Database, { accountId }: OrderName): Promise<number[]> {
  if (accountId !== undefined) return [accountId];
  return (await db.select({ id: accounts.id }).from(accounts)).map(({ id }) => id);
}

async function strategyName(db: Database, id: number | null): Promise<string | null> {
  if (id === null) return null;
  const [row] = await db
    .select({ name: strategies.name })
    .from(strategies)
    .where(eq(strategies.id, id));
  return row?.name ?? null;
}
