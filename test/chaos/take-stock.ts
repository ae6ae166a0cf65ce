import type { Sql } from 'postgres';
import { compareLedger } from '../../src/demo/compare.js';
import { outboxIds, rowsOfDeliveries, rowsOfEndings } from '../faults/support/whole-rows.js';
import { rowsOfFills, rowsOfOrders, rowsOfTrades, type Compared } from '../support/ledger-rows.js';
import { countsOf, readBooks, type Book } from './books.js';
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
  const books = await readBooks(scene);
  const { rows } = await compareLedger(
    database.db,
    stack.urls.venue,
    desks.map(({ accountId: id, market, apiKey }) => ({ id, market, apiKey })),
  );
  const failed = await database.sql<{ id: string }[]>`
    select client_order_id as id from failed_orders`;
  const outbox = await outboxIds(database.sql);
  const facts = {
    ...{ books, rows, delivered, outbox },
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
        .map(
          ({ account, kind, key, differing, exchange, database: ours }) =>
            `${account}: ${kind} ${key} differs in ${differing.join(', ')}: exchange ${JSON.stringify(exchange)}, database ${JSON.stringify(ours)}`,
        ),
      ...compared.flat(),
    ],
  };
}

async function compareBook(
  { database: { sql }, listener, delivered }: Scene,
  { desk, ledger }: Book,
): Promise<string[]> {
  const ours = new Set(
    delivered.filter((each) => each.desk === desk).flatMap((each) => [...each.clientOrderIds]),
  );
  // An outside order whose answer was lost is one all the same.
  const outside = ledger.orders
    .map(({ clientOrderId }) => clientOrderId)
    .filter((id) => id.startsWith('byhand-'));
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
    ...(await unlikeEndings(sql, desk, listener)),
  ];
}

async function unlikeEndings(
  sql: Sql,
  desk: { readonly name: string; readonly accountId: number },
  { events }: Scene['listener'],
): Promise<string[]> {
  return unlike(desk.name, 'terminal events', await rowsOfEndings(sql, desk.accountId, events));
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
