import type { Sql } from 'postgres';
import { compareLedger, type ComparedRow } from '../../../src/demo/compare-ledger.js';
import type { ToldEvent } from '../events/returning-listener.js';
import { outboxIds, rowsOfDeliveries, rowsOfEndings } from '../faults/whole-rows.js';
import { rowsOfFills, rowsOfOrders, rowsOfTrades, type Compared } from '../ledger/ledger-rows.js';
import { countsOf, isFromOutside, readBooks, withoutUnheard, type Book } from './books.js';
import type { ChaosDesk } from './desk.js';
import { findDoubled, findLost, type Finding } from './findings.js';
import type { Scene } from './scene.js';

export interface Stock {
  readonly orders: number;
  readonly fills: number;
  readonly open: number;
  readonly lost: readonly Finding[];
  readonly doubled: readonly Finding[];
  /** Everything in which the exchange, the tables and the events do not agree, a line each. */
  readonly differences: readonly string[];
}

/** Compares what the exchange, the tables, the answers and the events say, from the outside. */
export async function takeStock(scene: Scene): Promise<Stock> {
  const { stack, database, desks, listener, delivered } = scene;
  const books = await Promise.all(
    (await readBooks(scene)).map((book) => withoutUnheard(database.sql, book)),
  );
  const { rows } = await compareLedger(
    database.db,
    stack.urls.venue,
    desks.map(({ accountId: id, market, apiKey }) => ({ id, market, apiKey })),
  );
  const failed = await database.sql<{ id: string }[]>`
    select client_order_id as id from failed_orders`;
  const outbox = await outboxIds(database.sql);
  const facts = {
    books,
    rows,
    delivered,
    outbox,
    failed: new Set(failed.map(({ id }) => id)),
    told: listener.events.map(({ id }) => id),
  };
  const compared = await Promise.all(books.map((book) => compareBook(scene, book)));
  return {
    ...countsOf(books),
    lost: findLost(facts),
    doubled: findDoubled(facts),
    differences: [
      ...rows
        .filter(({ differing }) => differing.length > 0)
        .filter((row) => !isUnheard(row))
        .map(
          ({ account, kind, key, differing, exchange, database: ours }) =>
            `${account}: ${kind} ${key} differs in ${differing.join(', ')}: exchange ${JSON.stringify(exchange)}, database ${JSON.stringify(ours)}`,
        ),
      ...compared.flat(),
    ],
  };
}

/** See `withoutUnheard`: the comparison reads the exchange's books itself. */
function isUnheard({ kind, key, database }: ComparedRow): boolean {
  return kind === 'failed order' && isFromOutside(key) && database === undefined;
}

async function compareBook(
  { database: { sql }, listener, delivered }: Scene,
  { desk, ledger }: Book,
): Promise<string[]> {
  const ours = new Set(
    delivered.filter((each) => each.desk === desk).flatMap((each) => [...each.clientOrderIds]),
  );
  // An outside order whose answer was lost is one all the same.
  const outside = ledger.orders.map(({ clientOrderId }) => clientOrderId).filter(isFromOutside);
  const ledgerDesk = { ...desk, strategy: desk.name };
  return [
    ...unlike(desk.name, 'executions', await rowsOfFills(sql, ledgerDesk, ledger, ours)),
    ...unlike(desk.name, 'outcomes', await rowsOfOrders(sql, ledgerDesk, ledger, ours)),
    ...unlike(desk.name, 'trades', await rowsOfTrades(sql, ledgerDesk, ledger)),
    ...unlike(
      desk.name,
      'orders for deliveries',
      await rowsOfDeliveries(sql, { ...desk, outside }, ledger),
    ),
    ...unlike(
      desk.name,
      'terminal events',
      await rowsOfEndings(sql, desk.accountId, listener.events),
    ),
    ...createdTwice(desk, listener.events),
    ...unlike(desk.name, 'strategies', await rowsOfStrategies(sql, desk, delivered)),
  ];
}

/** Compares whose each order is with whose alert it came from. */
async function rowsOfStrategies(
  sql: Sql,
  desk: ChaosDesk,
  delivered: Scene['delivered'],
): Promise<Compared> {
  const rows = await sql<{ id: string; strategy: string }[]>`
    select client_order_id as id, strategies.name as strategy from (
      select client_order_id, strategy_id, account_id from open_orders
      union all select client_order_id, strategy_id, account_id from trades
      union all select client_order_id, strategy_id, account_id from failed_orders
    ) as orders join strategies on strategies.id = strategy_id
    where orders.account_id = ${desk.accountId}`;
  return {
    actual: rows.map(({ id, strategy }) => `${id} ${strategy}`),
    expected: delivered
      .filter((each) => each.desk === desk)
      .flatMap(({ clientOrderIds, strategy }) =>
        [...clientOrderIds].map((id) => `${id} ${strategy}`),
      ),
  };
}

function createdTwice({ name, accountId }: ChaosDesk, told: readonly ToldEvent[]): string[] {
  const created = told
    .filter(({ type, data }) => type === 'order_created' && data.accountId === accountId)
    .map(({ data }) => data.clientOrderId);
  return created
    .filter((id, index) => created.indexOf(id) < index)
    .map((id) => `${name}: order_created again: ${id}`);
}

/** Returns the lines of either side that the other side lacks, as often as it lacks them. */
function unlike(account: string, what: string, { actual, expected }: Compared): string[] {
  return [
    ...without(actual, expected).map((line) => `${account}: ${what}, ours only: ${line}`),
    ...without(expected, actual).map((line) => `${account}: ${what}, missing: ${line}`),
  ];
}

function without(lines: readonly string[], taken: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of taken) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
