import { eq, sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import {
  accounts,
  failedOrders,
  openOrders,
  strategies,
  strategyPositions,
  tradeExecutions,
  trades,
} from '../../drizzle/schema.js';
import type { ComparedFacts, ComparedKind, KeyedFacts } from './compared-rows.js';
import { ADOPTED, feesFact, factsOfPosition, isEstimate, limitPrice } from './shared-facts.js';

/** Everything that the database records about one account. */
export interface AccountRecords {
  readonly account: typeof accounts.$inferSelect;
  readonly executions: readonly (typeof tradeExecutions.$inferSelect)[];
  readonly trades: readonly (typeof trades.$inferSelect)[];
  readonly openOrders: readonly (typeof openOrders.$inferSelect)[];
  readonly failedOrders: readonly (typeof failedOrders.$inferSelect)[];
  readonly positions: readonly (typeof strategyPositions.$inferSelect)[];
  /** Names of the account's strategies. */
  readonly strategies: ReadonlyMap<number, string>;
  /** Strategies of the accepted requests, by client order id. These orders are ours. */
  readonly strategyOf: ReadonlyMap<string, string>;
}

/** Reads an account's tables. @throws Error when there is no such account */
export async function readRecords(db: Database, id: number): Promise<AccountRecords> {
  const [account] = await db.select().from(accounts).where(eq(accounts.id, id));
  if (!account) throw new Error(`account must exist, was ${id}`);
  const [executions, traded, open, failed, owned, named, asked] = await Promise.all([
    db.select().from(tradeExecutions).where(eq(tradeExecutions.accountId, id)),
    db.select().from(trades).where(eq(trades.accountId, id)),
    db.select().from(openOrders).where(eq(openOrders.accountId, id)),
    db.select().from(failedOrders).where(eq(failedOrders.accountId, id)),
    db
      .select({ position: strategyPositions })
      .from(strategyPositions)
      .innerJoin(strategies, eq(strategyPositions.strategyId, strategies.id))
      .where(eq(strategies.accountId, id)),
    db.select().from(strategies).where(eq(strategies.accountId, id)),
    db.execute<{ id: string; strategy: string }>(sql`
      select request ->> 'clientOrderId' as id, strategies.name as strategy
      from webhook_deliveries join strategies on strategies.id = strategy_id
      where account_id = ${id}`),
  ]);
  return {
    account,
    executions,
    trades: traded,
    openOrders: open,
    failedOrders: failed,
    positions: owned.map(({ position }) => position),
    strategies: new Map(named.map((strategy) => [strategy.id, strategy.name])),
    strategyOf: new Map(asked.map((row) => [row.id, row.strategy])),
  };
}

/**
 * Returns the database's facts about an account, in the form that is compared.
 *
 * @param isOnExchange whether the exchange has ever had an order with a client order id. It need
 *   not know a failed order that never reached it
 */
export function databaseSide(
  records: AccountRecords,
  { buysByCost }: { readonly buysByCost: boolean },
  isOnExchange: (clientOrderId: string) => boolean,
): Readonly<Record<ComparedKind, KeyedFacts>> {
  const nameOf = (id: number | null): string =>
    id === null ? ADOPTED : (records.strategies.get(id) ?? `strategy ${id}`);
  const asked = (row: OrderRow, quantity: string): string | null =>
    buysByCost && isEstimate(row.side, row.orderType) ? null : quantity;
  const common = (row: OrderRow): ComparedFacts => ({
    order: row.exchangeOrderId,
    symbol: row.symbol,
    side: row.side,
    owner: nameOf(row.strategyId),
    limit: limitPrice(row.orderType, row.price),
  });
  return {
    execution: records.executions.map((row) => [
      // The exchange's books know a fill by one id only, that of its reads.
      `${row.symbol} #${row.aliasTradeId ?? row.exchangeTradeId}`,
      { ...factsOfExecution(row), owner: nameOf(row.strategyId) },
    ]),
    trade: records.trades.map((row) => [
      row.clientOrderId,
      { ...common(row), ...factsOfTrade(row), asked: asked(row, row.orderQuantity) },
    ]),
    'open order': records.openOrders.map((row) => [
      row.clientOrderId,
      {
        ...common(row),
        quantity: asked(row, row.quantity),
        filled: row.filledQuantity,
        status: row.status,
      },
    ]),
    'failed order': records.failedOrders
      .filter((row) => row.exchangeOrderId !== null || isOnExchange(row.clientOrderId))
      .map((row) => [
        row.clientOrderId,
        {
          ...common(row),
          asked: asked(row, row.quantity),
          status: row.status.toUpperCase(),
        },
      ]),
    position: records.positions.map((row) => [
      `${nameOf(row.strategyId)} ${row.symbol}`,
      factsOfPosition(row),
    ]),
  };
}

type OrderRow =
  typeof trades.$inferSelect | typeof openOrders.$inferSelect | typeof failedOrders.$inferSelect;

function factsOfExecution(row: typeof tradeExecutions.$inferSelect): ComparedFacts {
  return {
    order: row.exchangeOrderId,
    clientOrder: row.clientOrderId,
    side: row.side,
    quantity: row.executionQuantity,
    price: row.executionPrice,
    fee: row.fee,
    feeAsset: row.feeAsset,
    isMaker: row.isMaker === null ? null : String(row.isMaker),
    realizedPnl: row.realizedPnl,
    executedAt: row.executedAt,
  };
}

function factsOfTrade(row: typeof trades.$inferSelect): ComparedFacts {
  return {
    quantity: row.quantity,
    averagePrice: row.averagePrice,
    averageOfTotal: row.averagePrice,
    totalFee: row.fee,
    totalFeeAsset: row.feeAsset,
    fees: feesFact(row.fees),
    realizedPnl: row.realizedPnl,
    status: row.status,
  };
}
