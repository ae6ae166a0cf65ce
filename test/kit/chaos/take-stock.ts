import type { Sql } from 'postgres';
import { compareAccount } from '../../../src/demo/compare-ledger.js';
import type { ComparedRow } from '../../../src/demo/compared-rows.js';
import { readRecords } from '../../../src/demo/database-side.js';
import type { HeardEvent } from '../../../src/demo/event-listener.js';
import type { DeskAccount } from '../desk/open-desk.js';
import { isFromOutside } from '../desk/outside-order.js';
import {
  createdOrders,
  endingsOfOrders,
  ordersOfDeliveries,
  outboxIds,
  type ComparedLists,
} from '../ledger/deliveries-and-endings.js';
import { linesOfDifferences, linesOfUnplainFigures } from '../ledger/differences.js';
import { countsOf, readBooks, withoutUnheard, type Book } from './books.js';
import { findDoubled, findLost, type Finding } from './findings.js';
import type { Scene } from './scene.js';

export interface Stock {
  readonly orders: number;
  readonly fills: number;
  readonly open: number;
  readonly lost: readonly Finding[];
  readonly doubled: readonly Finding[];
  /** A line for each difference between the exchange, the tables and the events. */
  readonly differences: readonly string[];
}

/** Compares the exchange, the tables, the answers and the events. */
export async function takeStock(scene: Scene): Promise<Stock> {
  const { product, listener, restores } = scene;
  const { sql } = product;
  const books = await Promise.all(
    (await readBooks(scene)).map((book) => withoutUnheard(sql, book)),
  );
  const rows = (await Promise.all(books.map((book) => compareBook(scene, book)))).flat();
  const delivered = scene.delivered.map((each) => ({
    ...each,
    timesNew: restores.timesNew(each.newAt),
  }));
  const failed = await sql<{ id: string }[]>`select client_order_id as id from failed_orders`;
  const evidence = {
    books,
    rows,
    delivered,
    outbox: await outboxIds(sql),
    failed: new Set(failed.map(({ id }) => id)),
    heard: listener.ids(),
  };
  const others = await Promise.all(books.map((book) => compareOthers(scene, book)));
  return {
    ...countsOf(books),
    lost: findLost(evidence),
    doubled: findDoubled(evidence),
    differences: [...linesOfDifferences(rows), ...linesOfUnplainFigures(rows), ...others.flat()],
  };
}

/**
 * Compares an account's ledger and tables. The answers to alerts show which strategy owns an order.
 */
async function compareBook(scene: Scene, { desk, ledger }: Book): Promise<ComparedRow[]> {
  const records = await readRecords(scene.product.db, desk.accountId);
  return compareAccount({ ...records, strategyOf: strategiesOf(scene, desk) }, ledger, desk.plan);
}

/**
 * Compares what the ledger does not contain: deliveries, events, and the strategies of all orders.
 */
async function compareOthers(scene: Scene, { desk, ledger }: Book): Promise<string[]> {
  const { sql } = scene.product;
  const { events } = scene.listener;
  // Orders from outside are recognised by their ids, since the answer that names one may have been
  // lost.
  const outside = ledger.orders.map(({ clientOrderId }) => clientOrderId).filter(isFromOutside);
  const compared = {
    'orders for deliveries': await ordersOfDeliveries(sql, { ...desk, outside }, ledger),
    'terminal events': await endingsOfOrders(sql, desk.accountId, events),
    strategies: await ownersOfOrders(sql, desk, strategiesOf(scene, desk)),
  };
  return [
    ...Object.entries(compared).flatMap(([what, lists]) => unlike(desk.name, what, lists)),
    ...createdTwice(desk, events),
  ];
}

/** Returns the strategies of an account's alerts, by the client order ids that were answered. */
function strategiesOf(
  { delivered }: Pick<Scene, 'delivered'>,
  desk: DeskAccount,
): ReadonlyMap<string, string> {
  return new Map(
    delivered
      .filter((each) => each.desk === desk)
      .flatMap(({ clientOrderIds, strategy }) =>
        [...clientOrderIds].map((id): [string, string] => [id, strategy]),
      ),
  );
}

/**
 * Compares each order's strategy, including that of denied ones, with the strategy of its alert.
 */
async function ownersOfOrders(
  sql: Sql,
  { accountId }: DeskAccount,
  strategyOf: ReadonlyMap<string, string>,
): Promise<ComparedLists> {
  const rows = await sql<{ id: string; strategy: string }[]>`
    select client_order_id as id, strategies.name as strategy from (
      select client_order_id, strategy_id, account_id from open_orders
      union all select client_order_id, strategy_id, account_id from trades
      union all select client_order_id, strategy_id, account_id from failed_orders
    ) as orders join strategies on strategies.id = strategy_id
    where orders.account_id = ${accountId}`;
  return {
    actual: rows.map(({ id, strategy }) => `${id} ${strategy}`),
    expected: [...strategyOf].map(([id, strategy]) => `${id} ${strategy}`),
  };
}

function createdTwice({ name, accountId }: DeskAccount, events: readonly HeardEvent[]): string[] {
  const created = createdOrders(accountId, events);
  return created
    .filter((id, index) => created.indexOf(id) < index)
    .map((id) => `${name}: order_created again: ${id}`);
}

/** Returns the lines that only one of the two sides has, as many times as the other lacks them. */
function unlike(account: string, what: string, { actual, expected }: ComparedLists): string[] {
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
