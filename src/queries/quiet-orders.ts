import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { accounts, openOrders, strategies } from '../../drizzle/schema.js';

/** A row that is changed right now is at the end of a step: its workflow is there, or ends with it. */
const QUIET_FOR = sql`interval '5 s'`;

type OpenOrder = typeof openOrders.$inferSelect;

/** An open order that nothing has changed for some seconds, with the names that its workflow is given. */
export interface QuietOrder {
  readonly order: OpenOrder;
  readonly accountName: string;
  /** `null` for an adopted order. */
  readonly strategyName: string | null;
}

/** Returns a page of quiet orders, by id, those after an id. */
export async function quietOrders(
  db: Database,
  afterId: number,
  pageSize: number,
): Promise<QuietOrder[]> {
  return db
    .select({ order: openOrders, accountName: accounts.name, strategyName: strategies.name })
    .from(openOrders)
    .innerJoin(accounts, eq(accounts.id, openOrders.accountId))
    .leftJoin(strategies, eq(strategies.id, openOrders.strategyId))
    .where(and(gt(openOrders.id, afterId), sql`${openOrders.updatedAt} < now() - ${QUIET_FOR}`))
    .orderBy(asc(openOrders.id))
    .limit(pageSize);
}

/** Returns an open order by its row's id, or `undefined` when it has ended. */
export async function findOpenOrder(db: Database, id: number): Promise<OpenOrder | undefined> {
  const [order] = await db.select().from(openOrders).where(eq(openOrders.id, id));
  return order;
}
