import { and, desc, eq, inArray, type SQL } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { ofOrder, type OrderTable } from '../../drizzle/of-order.js';
import {
  accounts,
  failedOrders,
  openOrders,
  orderAliases,
  orderEvents,
  strategies,
  tradeExecutions,
  trades,
  webhookDeliveries,
} from '../../drizzle/schema.js';
import { averagePrice, totalQuantity } from '../domain/fill.js';
import { orderWorkflowId } from '../domain/ids.js';
import type { OrderKey } from '../domain/order.js';
import { failedOrder, toFoundOrder, tradedOrder, type FoundOrder } from './order-summary.js';

/**
 * What a reader knows of an order. Our own client order ids are unique. Two accounts may have an
 * order from elsewhere under the same id: then the account decides or, if it is not given, the
 * newest order of the first table that has one.
 */
export interface OrderLookup {
  readonly clientOrderId: string;
  readonly accountId?: number | undefined;
}

type Standing = Omit<FoundOrder, 'workflowId' | 'strategy'>;
type Place = (db: Database, lookup: OrderLookup) => Promise<Standing | undefined>;

/**
 * Returns an order by its client order id, or by the one that an amendment has given it. Returns
 * `undefined` if we have no trace of it.
 */
export async function findOrder(
  db: Database,
  lookup: OrderLookup,
): Promise<FoundOrder | undefined> {
  const named = await findNamed(db, lookup);
  if (named) return named;
  const amended = await findAliased(db, lookup);
  return amended && findNamed(db, amended);
}

async function findNamed(db: Database, lookup: OrderLookup): Promise<FoundOrder | undefined> {
  // In the order in which an order moves: a late fill makes a trade of a failed order.
  for (const place of [inOpenOrders, inFailedOrders, inTrades, inEvents, inDeliveries]) {
    const found = await place(db, lookup);
    if (!found) continue;
    const [strategy, firstEventAt] = await Promise.all([
      strategyName(db, found.strategyId),
      findFirstEventAt(db, found),
    ]);
    // The row of an ended order was created only when the order ended.
    const isOlder = firstEventAt !== undefined && firstEventAt < found.createdAt;
    const createdAt = isOlder ? firstEventAt : found.createdAt;
    const workflowId = orderWorkflowId(found.accountId, found.clientOrderId);
    return toFoundOrder({ ...found, createdAt, workflowId, strategy });
  }
  return undefined;
}

const inOpenOrders: Place = async (db, lookup) => {
  const row = await findNewest(db, openOrders, lookup);
  if (!row) return undefined;
  const fills = await db
    .select({ price: tradeExecutions.executionPrice, quantity: tradeExecutions.executionQuantity })
    .from(tradeExecutions)
    .where(ofOrder(tradeExecutions, row));
  return { ...row, averagePrice: averagePrice(fills), reason: null };
};

const inTrades: Place = async (db, lookup) => {
  const row = await findNewest(db, trades, lookup);
  return row && tradedOrder(row);
};

const inFailedOrders: Place = async (db, lookup) => {
  const row = await findNewest(db, failedOrders, lookup);
  return row && failedOrder(row);
};

/** Finds a failed order whose row an operator has deleted: its events are still there. */
const inEvents: Place = async (db, lookup) => {
  const row = await findNewest(db, orderEvents, lookup);
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

/** Finds an accepted request whose order no workflow has recorded yet. */
const inDeliveries: Place = async (db, lookup) => {
  const [row] = await db
    .select({ delivery: webhookDeliveries })
    .from(webhookDeliveries)
    .where(
      inArray(
        webhookDeliveries.workflowId,
        (await accountIds(db, lookup)).map((id) => orderWorkflowId(id, lookup.clientOrderId)),
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

/** Returns the key of the order that last got this client order id by an amendment. */
async function findAliased(db: Database, lookup: OrderLookup): Promise<OrderKey | undefined> {
  const { accountId, clientOrderId } = orderAliases;
  const [key] = await db
    .select({ accountId, clientOrderId })
    .from(orderAliases)
    .where(isNamed(db, lookup, { accountId, clientOrderId: orderAliases.alias }))
    .orderBy(desc(orderAliases.createdAt))
    .limit(1);
  return key;
}

type NamedTable = typeof openOrders | typeof trades | typeof failedOrders | typeof orderEvents;

async function findNewest<Table extends NamedTable>(
  db: Database,
  table: Table,
  lookup: OrderLookup,
): Promise<Table['$inferSelect'] | undefined> {
  const [row] = await db
    .select()
    .from<NamedTable>(table)
    .where(isNamed(db, lookup, table))
    .orderBy(desc(table.id))
    .limit(1);
  return row;
}

/** Returns a condition that always names accounts, since the indexes begin with the account. */
function isNamed(
  db: Database,
  { clientOrderId, accountId }: OrderLookup,
  table: OrderTable,
): SQL | undefined {
  return and(
    accountId === undefined
      ? inArray(table.accountId, db.select({ id: accounts.id }).from(accounts))
      : eq(table.accountId, accountId),
    eq(table.clientOrderId, clientOrderId),
  );
}

async function findFirstEventAt(db: Database, order: OrderKey): Promise<string | undefined> {
  const [row] = await db
    .select({ at: orderEvents.createdAt })
    .from(orderEvents)
    .where(ofOrder(orderEvents, order))
    .orderBy(orderEvents.id)
    .limit(1);
  return row?.at;
}

async function accountIds(db: Database, { accountId }: OrderLookup): Promise<number[]> {
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
