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
import { isZero } from '../domain/decimal.js';
import type { MarketType } from '../domain/order.js';
import { foldPosition, type PositionExecution } from '../domain/position.js';
import type { SymbolStyle } from '../domain/symbol.js';
import { styleOf } from '../exchange/symbols.js';
import { asTold, compareFacts, type ComparedRow, type Facts } from './compared-rows.js';
import {
  factsOfExecution,
  factsOfFill,
  factsOfOpenRow,
  factsOfOrder,
  factsOfPosition,
  factsOfTrade,
  factsOfTraded,
  isOpen,
  keyOfFill,
  symbolOf,
  toExecution,
} from './ledger-facts.js';
import { VenueControl, type VenueLedger, type VenueMarket } from './venue-control.js';

export type { ComparedRow } from './compared-rows.js';

/** An account of ours and the key under which the simulated exchange knows it. */
export interface ComparedAccount {
  readonly id: number;
  readonly market: VenueMarket;
  readonly apiKey: string;
  /** What the exchange tells of a fill by some roads only: where the database says nothing, that is no difference. */
  readonly untold?: readonly string[];
}

export interface LedgerComparison {
  readonly rows: readonly ComparedRow[];
  /** How many rows have a difference. */
  readonly differences: number;
}

/**
 * Compares everything that accounts ever did on the simulated exchange with what the database says:
 * executions, trades, open orders, orders that ended without a fill, and positions, which are folded
 * anew from the exchange's fills.
 */
export async function compareLedger(
  db: Database,
  venueOrigin: string,
  compared: readonly ComparedAccount[],
): Promise<LedgerComparison> {
  const venue = new VenueControl(venueOrigin);
  const rows: ComparedRow[] = [];
  for (const account of compared) {
    const ledger = await venue.ledger(account.market, account.apiKey);
    rows.push(...(await compareAccount(db, account, ledger)));
  }
  return { rows, differences: rows.filter(({ differing }) => differing.length > 0).length };
}

async function compareAccount(
  db: Database,
  { id, untold = [] }: ComparedAccount,
  ledger: VenueLedger,
): Promise<ComparedRow[]> {
  const [account] = await db.select().from(accounts).where(eq(accounts.id, id));
  if (!account) throw new Error(`account must exist, was ${id}`);
  const { name, marketType } = account;
  const style = styleOf(account.exchange);
  const [executed, traded, open, failed, positions] = await Promise.all([
    db.select().from(tradeExecutions).where(eq(tradeExecutions.accountId, id)),
    db.select().from(trades).where(eq(trades.accountId, id)),
    db.select().from(openOrders).where(eq(openOrders.accountId, id)),
    db.select().from(failedOrders).where(eq(failedOrders.accountId, id)),
    db
      .select({ strategy: strategies.name, position: strategyPositions })
      .from(strategyPositions)
      .innerJoin(strategies, eq(strategyPositions.strategyId, strategies.id))
      .where(eq(strategies.accountId, id)),
  ]);
  const knownFailures = failed.filter(({ clientOrderId }) =>
    // What the exchange never took in is not in its ledger, and need not be.
    ledger.orders.some((order) => order.clientOrderId === clientOrderId),
  );
  const ended = ledger.orders.filter((order) => !isOpen(order));
  const strategyOf = await strategiesByOrder(db, id);
  const executions = new Map(
    executed.map((row) => [`${row.symbol} #${row.exchangeTradeId}`, factsOfExecution(row)]),
  );
  const fills = new Map(
    ledger.fills.map((fill) => {
      const key = keyOfFill(fill, style);
      return [key, asTold(factsOfFill(fill), executions.get(key), untold)];
    }),
  );
  return [
    ...compareFacts(name, 'execution', fills, executions),
    ...compareFacts(
      name,
      'trade',
      new Map(
        ended
          .filter(({ filledQuantity }) => !isZero(filledQuantity))
          .map((order) => [order.clientOrderId, factsOfTraded(order, ledger.fills)]),
      ),
      new Map(traded.map((row) => [row.clientOrderId, factsOfTrade(row)])),
    ),
    ...compareFacts(
      name,
      'open order',
      new Map(
        ledger.orders.filter(isOpen).map((order) => [order.clientOrderId, factsOfOrder(order)]),
      ),
      new Map(open.map((row) => [row.clientOrderId, factsOfOpenRow(row)])),
    ),
    ...compareFacts(
      name,
      'failed order',
      new Map(
        ended
          .filter(({ filledQuantity }) => isZero(filledQuantity))
          .map((order) => [order.clientOrderId, { status: order.status }]),
      ),
      new Map(
        knownFailures.map((row) => [row.clientOrderId, { status: row.status.toUpperCase() }]),
      ),
    ),
    ...compareFacts(
      name,
      'position',
      foldLedger(ledger, { marketType, style, strategyOf }),
      new Map(
        positions.map(({ strategy, position }) => [
          `${strategy} ${position.symbol}`,
          factsOfPosition(position),
        ]),
      ),
    ),
  ];
}

/** The exchange knows no strategies: which order is whose, only the database can say. */
async function strategiesByOrder(
  db: Database,
  accountId: number,
): Promise<ReadonlyMap<string, string>> {
  const rows = await db.execute<{ client_order_id: string; name: string }>(sql`
    select known.client_order_id, strategy.name
    from (
      select client_order_id, strategy_id from open_orders where account_id = ${accountId}
      union select client_order_id, strategy_id from trades where account_id = ${accountId}
    ) as known
    join strategies as strategy on strategy.id = known.strategy_id
  `);
  return new Map(rows.map((row) => [row.client_order_id, row.name]));
}

function foldLedger(
  { fills }: VenueLedger,
  account: {
    readonly marketType: MarketType;
    readonly style: SymbolStyle;
    readonly strategyOf: ReadonlyMap<string, string>;
  },
): Map<string, Facts> {
  const { marketType, style, strategyOf } = account;
  const groups = new Map<string, { symbol: string; executions: PositionExecution[] }>();
  for (const fill of fills) {
    const strategy = strategyOf.get(fill.clientOrderId);
    if (strategy === undefined) continue; // adopted: it touches no strategy's position
    const symbol = symbolOf(fill.symbol, style);
    const key = `${strategy} ${symbol}`;
    const group = groups.get(key) ?? { symbol, executions: [] };
    group.executions.push(toExecution(fill));
    groups.set(key, group);
  }
  return new Map(
    [...groups].map(([key, { symbol, executions }]) => [
      key,
      factsOfPosition(foldPosition({ symbol, marketType }, executions)),
    ]),
  );
}
